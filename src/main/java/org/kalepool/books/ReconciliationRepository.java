package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;

/**
 * The table {@code reconciliations}: reads what the books say should be on the chain, and records
 * the comparisons.
 */
@Singleton
class ReconciliationRepository implements PanacheRepositoryBase<ReconciliationEntity, Long> {
  private final Clock clock;
  private final Farmers farmers;

  ReconciliationRepository(Clock clock, Farmers farmers) {
    this.farmers = farmers;
    this.clock = clock;
  }

  /** What the books said after a block, stroops. */
  @RegisterForReflection
  record Compared(long block, long kale, Instant at) {}

  /**
   * What the books say of one farmer at one moment.
   *
   * @param custody KALE in the account, stroops
   * @param xlm XLM in the account, stroops
   * @param settled newest ledger that is in these books
   * @param pails stakes of the open pails by block
   * @param done whether the last closed block is reconciled
   * @param idle whether nothing is under way
   * @param vault whether the account is a vault
   * @param departing whether the farmer leaves, and a payout may have landed unseen
   * @param held whether the books are a restored backup's, and what was done since is not in them
   */
  @RegisterForReflection
  record Standing(
      UUID farmer,
      UUID pooler,
      Address custodial,
      boolean vault,
      boolean departed,
      long custody,
      long xlm,
      long settled,
      Map<Long, Long> pails,
      boolean done,
      boolean idle,
      boolean departing,
      boolean held) {
    /** With the pails as {@code block:stake}, separated by commas; null for none. */
    Standing(
        UUID farmer,
        UUID pooler,
        Address custodial,
        boolean vault,
        boolean departed,
        long custody,
        long xlm,
        long settled,
        @Nullable String pails,
        boolean done,
        boolean idle,
        boolean departing,
        boolean held) {
      this(
          farmer,
          pooler,
          custodial,
          vault,
          departed,
          custody,
          xlm,
          settled,
          stakes(pails),
          done,
          idle,
          departing,
          held);
    }

    private static Map<Long, Long> stakes(@Nullable String list) {
      Map<Long, Long> stakes = new TreeMap<>();
      if (list != null) {
        for (String pail : list.split(",", -1)) {
          int colon = pail.indexOf(':');
          stakes.put(
              Long.valueOf(pail.substring(0, colon)), Long.valueOf(pail.substring(colon + 1)));
        }
      }
      return stakes;
    }

    /** Whether the books can be compared with the chain now. */
    boolean ready() {
      return idle && !held;
    }
  }

  /**
   * Those who have not departed, and those whose vault is not empty, in the order of registration.
   * Of who waits for its first XLM there is nothing to compare, in this and the next.
   */
  List<Standing> present(long closed) {
    return standings("Reconciliation.present", closed).getResultList();
  }

  /** All farmers in the order of registration, but those that wait for their first XLM. */
  List<Standing> all(long closed) {
    return standings("Reconciliation.all", closed).getResultList();
  }

  /** One farmer as of now; empty if there is none. */
  Optional<Standing> find(UUID farmer, long closed) {
    return Optional.ofNullable(
        standings("Reconciliation.of", closed)
            .setParameter("farmer", farmer)
            .getSingleResultOrNull());
  }

  /** One farmer, locked against another reconciliation until the caller's transaction ends. */
  Standing locked(UUID farmer, long closed) {
    farmers.lock(farmer);
    return find(farmer, closed).orElseThrow();
  }

  private TypedQuery<Standing> standings(String query, long closed) {
    return getEntityManager()
        .createNamedQuery(query, Standing.class)
        .setParameter("closed", closed);
  }

  /** Whether the newest difference of this kind is the same. */
  boolean isKnown(UUID farmer, String what, long difference) {
    return getEntityManager()
        .createQuery(
            "select difference from ReconciliationEntity where farmerId = :farmer and what = :what"
                + " order by id desc limit 1",
            Long.class)
        .setParameter("farmer", farmer)
        .setParameter("what", what)
        .getResultList()
        .stream()
        .anyMatch(last -> last == difference);
  }

  /** What the books said after a farmer's newest blocks that are not archived, newest first. */
  List<Compared> afterBlocks(UUID farmer, int blocks) {
    return getEntityManager()
        .createQuery(
            "select blockIndex, books, at from ReconciliationEntity where farmerId = :farmer"
                + " and what = 'block' order by blockIndex desc limit :blocks",
            Compared.class)
        .setParameter("farmer", farmer)
        .setParameter("blocks", blocks)
        .getResultList();
  }

  /** Writes a comparison down; one after a block is what the day ended with, too. */
  void record(UUID farmer, @Nullable Long block, long ledger, String what, long books, long chain) {
    getEntityManager()
        .createNamedQuery("Reconciliation.record")
        .setParameter("block", block)
        .setParameter("farmer", farmer)
        .setParameter("ledger", ledger)
        .setParameter("what", what)
        .setParameter("books", books)
        .setParameter("chain", chain)
        .setParameter("difference", Math.subtractExact(chain, books))
        .setParameter("now", clock.instant())
        .executeUpdate();
  }
}
