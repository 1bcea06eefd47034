package org.kalepool.notice;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Backoff;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;

/**
 * Delivers what waits in the outbox, each channel's in their order and by itself, so that one that
 * does not answer holds up nobody else. What a process that died has sent already is sent once
 * more, under the same id.
 */
@Singleton
final class NoticeSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(NoticeSweep.class);

  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(10), Duration.ofHours(1));

  private static final int CHANNELS = 500;
  private static final int OF_A_CHANNEL = 20;
  private final NoticeRepository notices;
  private final OperatorChannels operators;
  private final FarmerChannels farmers;
  private final Courier courier;
  private final Tasks tasks;
  private final Clock clock;
  private final MeterRegistry meters;
  private final NoticeSettings settings;

  NoticeSweep(
      NoticeRepository notices,
      OperatorChannels operators,
      FarmerChannels farmers,
      Courier courier,
      Tasks tasks,
      Clock clock,
      MeterRegistry meters,
      NoticeSettings settings) {
    this.notices = notices;
    this.operators = operators;
    this.farmers = farmers;
    this.courier = courier;
    this.tasks = tasks;
    this.clock = clock;
    this.meters = meters;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "notices";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  @Override
  public void sweep() {
    Instant now = clock.instant();
    for (String channel : notices.channelsDue(now, CHANNELS)) {
      tasks.submit("notices " + channel, () -> deliver(channel));
    }
  }

  private void deliver(String channel) {
    for (int i = 0; i < OF_A_CHANNEL; i++) {
      Optional<NoticeRepository.Due> due = notices.due(channel, clock.instant());
      if (due.isEmpty() || !deliver(due.get())) {
        return;
      }
    }
  }

  /** Whether the channel can take the next one. */
  private boolean deliver(NoticeRepository.Due notice) {
    Optional<Channel> to = find(notice);
    if (to.isEmpty()) {
      end(notice, NoticeState.GIVEN_UP, "there is no such channel any more");
      return true;
    }
    Optional<String> why = courier.bring(notice, to.get());
    count(to.get(), why.isEmpty());
    if (why.isEmpty()) {
      end(notice, NoticeState.SENT, null);
      return true;
    }
    LOG.debugf("notice %s by %s: %s", notice.id(), to.get(), why.get());
    Instant again = clock.instant().plus(PAUSES.after(notice.attempts() + 1L));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              notices.failed(notice.seq(), why.get());
              notices.rest(notice.channel(), again);
            });
    return false;
  }

  private Optional<Channel> find(NoticeRepository.Due notice) {
    return notice.channel().startsWith(OperatorChannels.PREFIX)
        ? operators.find(notice.channel())
        : farmers.find(notice.channel(), notice.kind());
  }

  private void end(NoticeRepository.Due notice, NoticeState state, @Nullable String error) {
    QuarkusTransaction.requiringNew()
        .run(() -> notices.end(notice.seq(), state, clock.instant(), error));
  }

  private void count(Channel channel, boolean taken) {
    meters
        .counter(
            "kale.notices.deliveries",
            "channel",
            channel.word(),
            "result",
            taken ? "taken" : "refused")
        .increment();
  }
}
