package org.kalepool.notice;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kalepool.notice.FarmerChannelRepository.Row;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Notices by which farmers see whether their channels work. */
@Singleton
final class TestNotices {
  private static final String TEST = "TEST";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int TESTS_AN_HOUR = 10;

  private final FarmerNoticeRepository choices;
  private final FarmerChannels channels;
  private final NoticeRepository notices;
  private final Outbox outbox;
  private final Clock clock;

  TestNotices(
      FarmerNoticeRepository choices,
      FarmerChannels channels,
      NoticeRepository notices,
      Outbox outbox,
      Clock clock) {
    this.choices = choices;
    this.channels = channels;
    this.notices = notices;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Sends a notice by each channel that is there and confirmed.
   *
   * @return how many they are
   * @throws ProblemException if there is none, or it was done too often
   */
  int send(UUID farmer) {
    return QuarkusTransaction.requiringNew().call(() -> tested(farmer));
  }

  private int tested(UUID farmer) {
    Instant now = clock.instant();
    choices.lock(farmer, now);
    List<Row> there =
        channels.of(farmer).stream().filter(row -> row.confirmedAt() != null).toList();
    if (there.isEmpty()) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "There is no webhook, and no e-mail address that is confirmed.");
    }
    if (notices.count(farmer, TEST, now.minus(HOUR)) >= TESTS_AN_HOUR) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "At most %d tests an hour.".formatted(TESTS_AN_HOUR),
          List.of(),
          (int) HOUR.toSeconds());
    }
    Notice notice =
        new Notice(
            TEST,
            "A test",
            "You have asked the pool for this. Notices of your farm come the same way.",
            now,
            farmer,
            Map.of());
    there.forEach(row -> outbox.add(row.id().toString(), notice));
    return there.size();
  }
}
