package org.kalepool.notice;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code notices}. */
@Singleton
class NoticeRepository implements PanacheRepositoryBase<NoticeEntity, Long> {
  /** What is to be delivered, the oldest of its channel. */
  @RegisterForReflection
  record Due(
      long seq,
      UUID id,
      String channel,
      String kind,
      String title,
      String text,
      String body,
      int attempts) {}

  /** How the newest notice of a channel fared. */
  @RegisterForReflection
  record Latest(
      String title, NoticeState state, int attempts, Instant at, @Nullable String lastError) {}

  /** Channels that something waits for now. */
  List<String> channelsDue(Instant now, int most) {
    return getEntityManager()
        .createQuery(
            "select distinct n.channel from NoticeEntity n where n.state = WAITING"
                + " and n.nextAt <= :now order by n.channel limit :most",
            String.class)
        .setParameter("now", now)
        .setParameter("most", most)
        .getResultList();
  }

  /** The oldest that this channel waits for; empty before its time has come. */
  Optional<Due> due(String channel, Instant now) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select n.seq, n.id, n.channel, n.kind, n.title, n.text, n.body, n.attempts"
                    + " from NoticeEntity n where n.state = WAITING and n.channel = :channel"
                    + " and n.nextAt <= :now order by n.seq limit 1",
                Due.class)
            .setParameter("channel", channel)
            .setParameter("now", now)
            .getSingleResultOrNull());
  }

  void end(long seq, NoticeState state, Instant now, @Nullable String error) {
    update(
        "state = ?1, endedAt = ?2, lastError = ?3, attempts = attempts + 1"
            + " where seq = ?4 and state = WAITING",
        state,
        now,
        error,
        seq);
  }

  void failed(long seq, String error) {
    update("attempts = attempts + 1, lastError = ?1 where seq = ?2", error, seq);
  }

  /** Nothing more goes to this channel before then. */
  void rest(String channel, Instant until) {
    update("nextAt = ?1 where state = WAITING and channel = ?2", until, channel);
  }

  /** Ends what waits since before; how many. */
  int giveUp(Instant before, Instant now) {
    return update(
        "state = GIVEN_UP, endedAt = ?1 where state = WAITING and createdAt < ?2", now, before);
  }

  /** Forgets what ended before, at most so many at once. */
  int forget(Instant before, int most) {
    return getEntityManager()
        .createQuery(
            "delete from NoticeEntity n where n.seq in (select o.seq from NoticeEntity o where"
                + " o.state <> WAITING and o.endedAt < :before order by o.endedAt limit :most)")
        .setParameter("before", before)
        .setParameter("most", most)
        .executeUpdate();
  }

  /** Of a channel that is no more. */
  void dropWaiting(String channel) {
    delete("channel = ?1 and state = WAITING", channel);
  }

  /** How many of a kind were made for a farmer since then. */
  long count(UUID farmer, String kind, Instant since) {
    return count("farmerId = ?1 and kind = ?2 and createdAt > ?3", farmer, kind, since);
  }

  Optional<Latest> latest(String channel) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select n.title, n.state, n.attempts, coalesce(n.endedAt, n.createdAt), n.lastError"
                    + " from NoticeEntity n where n.channel = :channel order by n.seq desc limit 1",
                Latest.class)
            .setParameter("channel", channel)
            .getSingleResultOrNull());
  }

  /** Of operators' channels, newest first. */
  List<Outbox.Shown> operators(long before, int most) {
    return getEntityManager()
        .createQuery(
            "select n.seq, n.id, n.channel, n.kind, n.title, n.state, n.attempts, n.createdAt,"
                + " n.endedAt, n.lastError from NoticeEntity n where n.seq < :before"
                + " and n.channel like 'operators %' order by n.seq desc limit :most",
            Outbox.Shown.class)
        .setParameter("before", before)
        .setParameter("most", most)
        .getResultList();
  }
}
