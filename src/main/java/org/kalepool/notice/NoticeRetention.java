package org.kalepool.notice;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.kalepool.schedule.Sweep;

/** Gives up what nobody took, and forgets what is old. */
@Singleton
final class NoticeRetention implements Sweep {
  private static final Logger LOG = Logger.getLogger(NoticeRetention.class);

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int BATCH = 1_000;

  private final NoticeRepository notices;
  private final NewsRepository news;
  private final Clock clock;
  private final MeterRegistry meters;
  private final NoticeSettings settings;

  NoticeRetention(
      NoticeRepository notices,
      NewsRepository news,
      Clock clock,
      MeterRegistry meters,
      NoticeSettings settings) {
    this.notices = notices;
    this.news = news;
    this.clock = clock;
    this.meters = meters;
    this.settings = settings;
  }

  /** Before the one that delivers. */
  @Override
  public String name() {
    return "notice retention";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void sweep() {
    Instant now = clock.instant();
    int over =
        QuarkusTransaction.requiringNew()
            .call(() -> notices.giveUp(now.minus(settings.giveUpAfter()), now));
    if (over > 0) {
      LOG.warnf("%d notices were taken by nobody and are given up", over);
      meters.counter("kale.notices.given.up").increment(over);
    }
    Instant before = now.minus(settings.keep());
    inBatches(() -> notices.forget(before, BATCH));
    inBatches(() -> news.forget(before, BATCH));
  }

  /** Each in a transaction of its own, so that none holds many locks. */
  private static void inBatches(Callable<Integer> forget) {
    int gone;
    do {
      gone = QuarkusTransaction.requiringNew().call(forget);
    } while (gone == BATCH);
  }
}
