package org.kalepool.notice;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.kalepool.kale.Xlm;
import org.kalepool.notice.FarmerNoticeRepository.Watched;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;

/**
 * Makes notices of what happened to farmers, each once: in the database transaction that notes that
 * they are made. And finds whose XLM has become low.
 */
@Singleton
final class NewsSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(NewsSweep.class);

  private static final int BATCH = 200;

  /** Two of the account, one of the trustline. */
  private static final int RESERVES = 3;

  private final NewsRepository news;
  private final FarmerNoticeRepository choices;
  private final FarmerChannels channels;
  private final Outbox outbox;
  private final Chain chain;
  private final Clock clock;
  private final NoticeSettings settings;

  NewsSweep(
      NewsRepository news,
      FarmerNoticeRepository choices,
      FarmerChannels channels,
      Outbox outbox,
      Chain chain,
      Clock clock,
      NoticeSettings settings) {
    this.news = news;
    this.choices = choices;
    this.channels = channels;
    this.outbox = outbox;
    this.chain = chain;
    this.clock = clock;
    this.settings = settings;
  }

  /** Before the one that delivers. */
  @Override
  public String name() {
    return "news";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  @Override
  public void sweep() {
    lookForLowXlm();
    for (NewsRepository.News one : news.open(BATCH)) {
      QuarkusTransaction.requiringNew().run(() -> tell(one));
    }
  }

  private void tell(NewsRepository.News one) {
    if (!news.take(one.id())) {
      return;
    }
    Notice notice = NewsTexts.of(one);
    channels.of(one.farmer()).stream()
        .filter(channel -> channel.confirmedAt() != null)
        .forEach(channel -> outbox.add(channel.id().toString(), notice));
  }

  private void lookForLowXlm() {
    if (settings.xlmLow().equals(Xlm.ZERO)) {
      return;
    }
    List<Watched> watched = choices.watched();
    if (watched.isEmpty()) {
      return;
    }
    try {
      Xlm reserves = chain.terms().baseReserve().times(RESERVES);
      watched.forEach(farmer -> look(farmer, reserves));
    } catch (RpcException e) {
      LOG.debugf("nobody's XLM is looked at: %s", e.getMessage());
    }
  }

  private void look(Watched farmer, Xlm reserves) {
    BigDecimal booked = farmer.xlm();
    if (booked == null) {
      return;
    }
    Xlm free = Xlm.ofStroops(booked.longValueExact()).minus(reserves).max(Xlm.ZERO);
    boolean low = free.compareTo(settings.xlmLow()) < 0;
    if (low && farmer.lowSince() == null) {
      Instant now = clock.instant();
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                if (choices.low(farmer.farmer(), now)) {
                  news.persist(NewsEntity.xlmLow(farmer.farmer(), free.stroops(), now));
                }
              });
    } else if (!low && farmer.lowSince() != null) {
      QuarkusTransaction.requiringNew().run(() -> choices.enough(farmer.farmer()));
    }
  }
}
