package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the REST client leaves to its user: that no call outlives its caller's patience. */
final class BackendCallTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static HttpBackend backend(RawBackend raw, Duration limit) {
    return new HttpBackend(raw.url(), SpokenBackend.KEY, limit, new SimpleMeterRegistry());
  }

  /** So that no deadline below is spent on loading classes. */
  @BeforeAll
  static void callOnce() throws Exception {
    try (RawBackend raw = new RawBackend(BackendCallTest::answer);
        HttpBackend backend = backend(raw, Duration.ofSeconds(60))) {
      backend.me();
    }
  }

  private static void answer(OutputStream out) throws IOException {
    RawBackend.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  }

  /** Reads on, and so sees the connection's end. */
  private static void silence(OutputStream out) {
    // nothing is said
  }

  @Test
  void anAnswerThatTricklesIsCutAtTheDeadline() throws Exception {
    try (RawBackend raw = new RawBackend(RawBackend::trickle);
        HttpBackend backend = backend(raw, LIMIT)) {
      long before = System.nanoTime();
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(backend::me)
          .withMessageEndingWith("me: no answer within 3 s");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(LIMIT, SOON);
      assertThat(raw.written.get()).isGreaterThan(RawBackend.TRICKLING.length());
      assertThat(raw.left).succeedsWithin(SOON);
    }
  }

  @Test
  void aBackendThatSaysNothingIsCutAtTheDeadline() throws Exception {
    try (RawBackend raw = new RawBackend(out -> RawBackend.say(out, "HTTP/1.1 200"));
        HttpBackend backend = backend(raw, LIMIT)) {
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(backend::me)
          .withMessageEndingWith("me: no answer within 3 s");
      assertThat(raw.left).succeedsWithin(SOON);
    }
  }

  @Test
  void anAnswerThatIsTooLongIsRefusedAndNotTakenToItsEnd() throws Exception {
    long length = 64L << 20;
    byte[] some = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    try (RawBackend raw =
            new RawBackend(
                out -> {
                  RawBackend.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                  for (long sent = 0; sent < length; sent += some.length) {
                    out.write(some);
                  }
                });
        HttpBackend backend = backend(raw, Duration.ofSeconds(60))) {
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(backend::me)
          .withMessageEndingWith("me: an answer of more than 16777216 bytes");
      assertThat(raw.left).succeedsWithin(SOON);
      assertThat(raw.written.get()).isBetween(16L << 20, length - 1);
    }
  }

  @Test
  void aCallThatIsInterruptedLeavesNoConnectionBehind() throws Exception {
    try (RawBackend raw = new RawBackend(BackendCallTest::silence);
        HttpBackend backend = backend(raw, Duration.ofSeconds(60))) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      backend.me();
                      interrupted.complete(false);
                    } catch (BackendAwayException e) {
                      interrupted.complete(Thread.currentThread().isInterrupted());
                    }
                  });
      assertThat(raw.asked).succeedsWithin(SOON);
      assertThat(raw.left).isNotDone();
      caller.interrupt();
      assertThat(interrupted).succeedsWithin(SOON).isEqualTo(true);
      assertThat(raw.left).succeedsWithin(SOON);
    }
  }

  @Test
  void closingEndsTheCallsThatRunAndThoseToCome() throws Exception {
    try (RawBackend raw = new RawBackend(RawBackend::trickle);
        HttpBackend backend = backend(raw, Duration.ofSeconds(60))) {
      CompletableFuture<Void> call =
          CompletableFuture.runAsync(backend::me, Thread::startVirtualThread);
      assertThat(raw.asked).succeedsWithin(SOON);
      backend.close();
      assertThat(call)
          .failsWithin(SOON)
          .withThrowableThat()
          .withCauseInstanceOf(BackendAwayException.class)
          .withMessageContaining("the call was ended");
      assertThat(raw.left).succeedsWithin(SOON);
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(backend::me)
          .withMessageEndingWith("me: the call was ended");
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNone() throws Exception {
    try (RawBackend raw =
            new RawBackend(
                out -> {
                  RawBackend.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}");
                  throw new IOException("ends");
                });
        HttpBackend backend = backend(raw, Duration.ofSeconds(60))) {
      assertThatExceptionOfType(BackendAwayException.class).isThrownBy(backend::me);
    }
  }

  @Test
  void oneConnectionCarriesCallAfterCall() throws Exception {
    try (RawBackend raw = new RawBackend(BackendCallTest::answer);
        HttpBackend backend = backend(raw, SOON)) {
      for (int i = 0; i < 5; i++) {
        assertThat(backend.me()).isNotNull();
      }
      assertThat(raw.connections).hasValue(1);
      assertThat(raw.asked.join())
          .startsWith("GET /api/v1/pooler/me HTTP/1.1\r\n")
          .containsIgnoringCase("authorization: Bearer " + SpokenBackend.KEY);
    }
  }

  @Test
  void whereNobodyListensOrNobodyIsIsToldAtOnce() throws Exception {
    URI gone;
    try (RawBackend raw = new RawBackend(BackendCallTest::silence)) {
      gone = raw.url();
    }
    for (URI nobody : List.of(gone, URI.create("http://nobody.invalid"))) {
      try (HttpBackend backend =
          new HttpBackend(nobody, SpokenBackend.KEY, SOON, new SimpleMeterRegistry())) {
        assertThatExceptionOfType(BackendAwayException.class)
            .isThrownBy(backend::me)
            .withMessageStartingWith(nobody.getAuthority() + " me: ")
            .withMessageNotContaining("no answer within");
      }
    }
  }

  @Test
  void allMachinesShareOneLoopThatEndsWithTheLast() throws Exception {
    Vertx one = SharedVertx.take();
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    try {
      assertThat(SharedVertx.take()).isSameAs(one);
      SharedVertx.give();
      one.runOnContext(it -> loop.complete(Thread.currentThread()));
      assertThat(loop).succeedsWithin(SOON).matches(Thread::isDaemon).matches(Thread::isAlive);
    } finally {
      SharedVertx.give();
    }
    assertThat(loop.join().join(SOON)).isTrue();
  }

  @Test
  void theProcessesProxyIsUsed() {
    ProxySelector proxies =
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            assertThat(uri).hasHost("pool.example");
            return List.of(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", 3128)));
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError(failure);
          }
        };
    URI backend = URI.create("https://pool.example");
    assertThat(BackendClient.options(backend, proxies).getProxyOptions().getHost())
        .isEqualTo("proxy");
    assertThat(BackendClient.options(backend, proxies).getProxyOptions().getPort()).isEqualTo(3128);
    assertThat(BackendClient.options(backend, null).getProxyOptions()).isNull();
  }
}
