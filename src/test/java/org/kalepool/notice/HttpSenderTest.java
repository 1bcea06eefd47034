package org.kalepool.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.NoticeReceiver;
import org.kalepool.testing.TestCertificate;

/** A farmer's webhook leads nowhere that only the operator's machines may go. */
class HttpSenderTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static Vertx vertx;

  private final NoticeReceiver inner = NoticeReceiver.anywhere();

  @BeforeAll
  static void begin() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void close() {
    inner.close();
  }

  private static HttpSender sender(HostAddresses hosts, boolean privateAddresses) {
    return new HttpSender(vertx, hosts, SECOND, privateAddresses);
  }

  private static Optional<String> post(HttpSender by, String url, boolean trusted) {
    return by.post(URI.create(url), trusted, Map.of("X-Test", "yes"), BODY);
  }

  @Test
  void postsToWhereAnOperatorWants() {
    HttpSender sender = sender(HostAddresses.ofThisMachine(), false);
    assertThat(post(sender, inner.url() + "/a?token=b", true)).isEmpty();
    assertThat(inner.received())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.path()).isEqualTo("/a?token=b");
              assertThat(it.body()).isEqualTo("{}");
              assertThat(it.headers()).containsEntry("X-Test", "yes");
              assertThat(it.headers()).containsEntry("Content-Type", "application/json");
            });
  }

  @Test
  void callsNoInnerAddressForAFarmerHoweverItIsWritten() {
    HttpSender sender = sender(HostAddresses.ofThisMachine(), false);
    for (String host :
        List.of(
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "10.0.0.1",
            "169.254.169.254",
            "192.168.0.1",
            "[fd00::1]",
            "0.0.0.0")) {
      assertThat(post(sender, "https://" + host + ":" + inner.port() + "/", false))
          .as(host)
          .contains("the host's address is not a public one");
    }
    for (String host : List.of("2130706433", "127.1", "0x7f.1")) {
      assertThat(post(sender, "https://" + host + ":" + inner.port() + "/", false))
          .as(host)
          .isPresent();
    }
    assertThat(post(sender, inner.url(), false)).contains("the URL is not https");
    assertThat(inner.received()).isEmpty();
  }

  @Test
  void aNameIsLookedUpForEachCallAndOneInnerAddressAmongOthersIsEnoughToRefuse()
      throws UnknownHostException {
    InetAddress open = InetAddress.getByName("192.0.1.1");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Deque<List<InetAddress>> answers = new ArrayDeque<>();
    List<String> asked = new ArrayList<>();
    HostAddresses rebinding =
        host -> {
          asked.add(host);
          return answers.removeFirst();
        };
    HttpSender sender = sender(rebinding, false);
    answers.add(List.of(loopback));
    answers.add(List.of(open, loopback));
    String url = "https://rebind.example:" + inner.port() + "/";
    assertThat(post(sender, url, false)).contains("the host's address is not a public one");
    assertThat(post(sender, url, false)).contains("the host's address is not a public one");
    assertThat(asked).hasSize(2);
    assertThat(inner.received()).isEmpty();
  }

  @Test
  void connectsToTheAddressThatWasLookedAtAndAsksForNoOther() {
    List<String> asked = new ArrayList<>();
    HostAddresses once =
        host -> {
          asked.add(host);
          return List.of(InetAddress.getLoopbackAddress());
        };
    String url = "http://nowhere.example:" + inner.port() + "/a";
    assertThat(post(sender(once, false), url, true)).isEmpty();
    assertThat(asked).containsExactly("nowhere.example");
    assertThat(inner.received().getFirst().headers())
        .containsEntry("Host", "nowhere.example:" + inner.port());
  }

  @Test
  void followsNoRedirect() {
    try (NoticeReceiver elsewhere = NoticeReceiver.anywhere()) {
      inner.redirects(elsewhere.url() + "/inner");
      HttpSender sender = sender(HostAddresses.ofThisMachine(), true);
      assertThat(post(sender, inner.url() + "/secret", false))
          .contains("the receiver answered 307, not followed");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @Test
  void tellsWhyItWasNotTakenWithoutTheUrl() {
    HttpSender sender = sender(HostAddresses.ofThisMachine(), true);
    inner.answers(500);
    assertThat(post(sender, inner.url() + "/secret", false)).contains("the receiver answered 500");
    String url = inner.url() + "/secret";
    inner.close();
    assertThat(post(sender, url, false).orElseThrow())
        .startsWith("the receiver cannot be reached")
        .doesNotContain("secret");
    HttpSender lost =
        sender(
            host -> {
              throw new UnknownHostException(host);
            },
            false);
    assertThat(post(lost, "https://nowhere.example/secret", false))
        .contains("the host has no address");
  }

  @Test
  void postsByTlsToAHostWhoseCertificateIsTrusted() {
    TestCertificate own = TestCertificate.of("localhost");
    try (NoticeReceiver receiver = NoticeReceiver.by(own)) {
      assertThat(post(trusting(own), receiver.url() + "/a", true)).isEmpty();
      assertThat(receiver.received())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.body()).isEqualTo("{}");
                assertThat(it.headers()).containsEntry("Host", "localhost:" + receiver.port());
              });
    }
  }

  @Test
  void sendsNothingToACertificateOfAnotherHostOrOfAStranger() {
    TestCertificate own = TestCertificate.of("localhost");
    TestCertificate elsewhere = TestCertificate.of("elsewhere.example");
    for (TestCertificate shown : List.of(elsewhere, TestCertificate.of("localhost"))) {
      try (NoticeReceiver receiver = NoticeReceiver.by(shown)) {
        assertThat(post(trusting(own, elsewhere), receiver.url() + "/secret", true).orElseThrow())
            .startsWith("the receiver's certificate is not for this host, has expired, or is by")
            .doesNotContain("secret");
        assertThat(receiver.received()).isEmpty();
      }
    }
  }

  private static HttpSender trusting(TestCertificate... certificates) {
    PemTrustOptions trusted = new PemTrustOptions();
    for (TestCertificate each : certificates) {
      trusted.addCertValue(Buffer.buffer(each.pem()));
    }
    Duration time = Duration.ofSeconds(10);
    return new HttpSender(
        vertx.createHttpClient(HttpSender.options(time).setTrustOptions(trusted)),
        HostAddresses.ofThisMachine(),
        time,
        false);
  }

  @Test
  void waitsForNobodyLongerThanTheDeadline() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpSender sender =
          new HttpSender(vertx, HostAddresses.ofThisMachine(), Duration.ofMillis(200), true);
      assertThat(post(sender, "http://127.0.0.1:" + silent.getLocalPort() + "/", false))
          .isPresent();
    }
  }
}
