package org.kalepool.notice;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code farmer_news}. */
@Singleton
class NewsRepository implements PanacheRepositoryBase<NewsEntity, Long> {
  /** What happened to a farmer; amounts are stroops. */
  @RegisterForReflection
  record News(
      long id,
      UUID farmer,
      NewsKind kind,
      Instant at,
      @Nullable Long block,
      @Nullable Long kale,
      @Nullable Long xlm,
      @Nullable String hash,
      @Nullable String words) {}

  private static final String ROW =
      "select n.id, n.farmerId, n.kind, n.at, n.blockIndex, n.kale, n.xlm, n.hash, n.words"
          + " from NewsEntity n where ";

  /** Those of which no notices are made yet, oldest first. */
  List<News> open(int most) {
    return getEntityManager()
        .createQuery(ROW + "not n.taken order by n.id limit :most", News.class)
        .setParameter("most", most)
        .getResultList();
  }

  /** False if they are made already. */
  boolean take(long id) {
    return update("taken = true where id = ?1 and not taken", id) > 0;
  }

  /** A farmer's, newest first. */
  List<News> newest(UUID farmer, int most) {
    return getEntityManager()
        .createQuery(ROW + "n.farmerId = :farmer order by n.id desc limit :most", News.class)
        .setParameter("farmer", farmer)
        .setParameter("most", most)
        .getResultList();
  }

  /** Forgets what is older, at most so many at once. */
  int forget(Instant before, int most) {
    return getEntityManager()
        .createQuery(
            "delete from NewsEntity n where n.id in (select o.id from NewsEntity o"
                + " where o.taken and o.at < :before order by o.at limit :most)")
        .setParameter("before", before)
        .setParameter("most", most)
        .executeUpdate();
  }
}
