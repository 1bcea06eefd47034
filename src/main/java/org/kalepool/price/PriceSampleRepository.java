package org.kalepool.price;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code price_samples}. */
@Singleton
class PriceSampleRepository implements PanacheRepositoryBase<PriceSampleEntity, Long> {
  /** More samples than this say nothing more of a median. */
  private static final int MOST = 1_000;

  /** Adds one, and forgets what is too old. */
  void add(Sample sample, Instant keptSince) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              persist(new PriceSampleEntity(sample.at(), sample.units(), sample.source()));
              delete("at < ?1", keptSince);
            });
  }

  /** The newest, the newest of them first. */
  List<Sample> newest() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                getEntityManager()
                    .createQuery(
                        "select at, units, source from PriceSampleEntity"
                            + " order by at desc, id desc",
                        Sample.class)
                    .setMaxResults(MOST)
                    .getResultList());
  }

  /** A day since 1970, UTC, and its median. */
  @RegisterForReflection
  record Day(Long day, Long units) {}

  @SuppressWarnings("unchecked")
  List<Day> days(Instant since) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                getEntityManager()
                    .createNativeQuery(
                        """
                        select floor(extract(epoch from at) / 86400)::bigint as day,
                          percentile_disc(0.5) within group (order by units) as units
                        from price_samples where at >= :since group by 1
                        """,
                        Day.class)
                    .setParameter("since", since)
                    .getResultList());
  }

  /** The highest of the medians of five minutes each. */
  @SuppressWarnings("unchecked")
  Optional<Long> dearest(Instant since) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                getEntityManager()
                    .createNativeQuery(
                        """
                        select percentile_disc(0.5) within group (order by units) as units
                        from price_samples where at >= :since
                        group by floor(extract(epoch from at) / 300) order by 1 desc limit 1
                        """,
                        Long.class)
                    .setParameter("since", since)
                    .getResultStream()
                    .findFirst());
  }
}
