package org.kalepool.alert;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Xlm;

/**
 * What the rules need of other modules' published views: counters, and the few that are not well.
 */
@Singleton
class FigureRepository {
  private final EntityManager entities;

  FigureRepository(EntityManager entities) {
    this.entities = entities;
  }

  /** A row of {@code pooler_totals}. */
  @RegisterForReflection
  record Totals(
      UUID pooler,
      BigDecimal wished,
      BigDecimal planted,
      BigDecimal workable,
      BigDecimal worked,
      BigDecimal harvested,
      BigDecimal lost) {}

  @ActivateRequestContext
  @SuppressWarnings("unchecked")
  Map<UUID, Counts.OfPooler> poolers() {
    List<Totals> rows =
        entities
            .createNativeQuery(
                "select pooler_id, wished::numeric, planted::numeric, workable::numeric,"
                    + " worked::numeric, harvested::numeric, lost::numeric from pooler_totals",
                Totals.class)
            .getResultList();
    Map<UUID, Counts.OfPooler> poolers = new HashMap<>();
    rows.forEach(
        row ->
            poolers.put(
                row.pooler(),
                new Counts.OfPooler(
                    row.wished().longValueExact(),
                    row.planted().longValueExact(),
                    row.workable().longValueExact(),
                    row.worked().longValueExact(),
                    row.harvested().longValueExact(),
                    row.lost().longValueExact())));
    return poolers;
  }

  /** In how many blocks of these, both included, somebody was planted or nobody had to be. */
  @ActivateRequestContext
  long blocksFarmed(long first, long last) {
    return ((Number)
            entities
                .createNativeQuery(
                    "select count(*) from farmed_blocks where block_index between :first and :last")
                .setParameter("first", first)
                .setParameter("last", last)
                .getSingleResult())
        .longValue();
  }

  @ActivateRequestContext
  long farming() {
    return ((Number)
            entities.createNativeQuery("select count(*) from farming_xlm").getSingleResult())
        .longValue();
  }

  /** How many who farm have less by the books. */
  @ActivateRequestContext
  long farmersBelow(Xlm balance) {
    return ((Number)
            entities
                .createNativeQuery("select count(*) from farming_xlm where xlm < :balance")
                .setParameter("balance", balance.stroops())
                .getSingleResult())
        .longValue();
  }

  /** Those that are held back because books and chain differ. */
  @ActivateRequestContext
  List<String> differing() {
    return entities
        .createNativeQuery(
            "select farmer_id::text from held_discrepancies order by 1", String.class)
        .getResultList();
  }

  /** Poolers of whose bond something is missing. */
  @ActivateRequestContext
  List<String> bondsMissing() {
    return entities
        .createNativeQuery(
            "select name from pooler_standings where bond_missing > 0 order by 1", String.class)
        .getResultList();
  }

  /** When the first farmer came. */
  @ActivateRequestContext
  Optional<Instant> firstFarmer() {
    return Optional.ofNullable(
        (Instant)
            entities
                .createNativeQuery("select at from first_farmers", Instant.class)
                .getSingleResultOrNull());
  }
}
