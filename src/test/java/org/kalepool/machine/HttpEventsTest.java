package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.machine.BackendEvents.Event;

/** The stream of the backend's events. */
final class HttpEventsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private volatile boolean away;
  private final SpokenHttp backend =
      new SpokenHttp((route, body) -> JsonNodeFactory.instance.objectNode(), () -> away);
  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    backend.close();
  }

  private HttpEvents events(String key, Duration silence) {
    return new HttpEvents(backend.url(), key, SOON, silence);
  }

  private Event next() throws InterruptedException {
    return heard.poll(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void tellsWhatItKnowsLeavesOutWhatItDoesNotAndEndsWithTheStream() throws Exception {
    try (HttpEvents events = events(SpokenBackend.KEY, SOON)) {
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(() -> events.listen(heard::add), Thread::startVirtualThread);
      assertThat(next()).isEqualTo(Event.LISTENING);
      Awaitility.await().until(() -> backend.listeners() == 1);
      backend.tell("block", "{\"block_index\":1}");
      backend.tell("weather", "{}");
      backend.tell("planted", "{}");
      backend.tell("settings", "{}");
      assertThat(next()).isEqualTo(Event.BLOCK);
      assertThat(next()).isEqualTo(Event.PLANTED);
      assertThat(next()).isEqualTo(Event.SETTINGS);
      backend.cut();
      assertThat(listening).succeedsWithin(SOON);
    }
  }

  @Test
  void aStreamOnWhichNothingComesIsGivenUp() {
    try (HttpEvents events = events(SpokenBackend.KEY, Duration.ofMillis(300))) {
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(() -> events.listen(heard::add))
          .withMessageContaining("nothing is heard");
      assertThat(heard).containsExactly(Event.LISTENING);
    }
  }

  @Test
  void aRefusalAndABackendThatIsAwayAreToldApart() {
    try (HttpEvents events = events("kp_" + "x".repeat(43), SOON)) {
      assertThatExceptionOfType(BackendRefusalException.class)
          .isThrownBy(() -> events.listen(heard::add))
          .satisfies(e -> assertThat(e.status()).isEqualTo(401));
    }
    away = true;
    try (HttpEvents events = events(SpokenBackend.KEY, SOON)) {
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(() -> events.listen(heard::add))
          .withMessageContaining("503");
    }
    assertThat(heard).isEmpty();
  }
}
