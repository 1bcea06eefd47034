package org.kalepool.harvest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.PailWrittenOff;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/**
 * The table {@code harvests}, and the pails that are open. Writes join the caller's transaction.
 */
@Singleton
class HarvestRepository implements PanacheRepositoryBase<HarvestEntity, Long> {
  private final Clock clock;

  HarvestRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * Pails that are due by the rule, or that no work is known of, by block.
   *
   * @param calm whether those are too that are harvested before their farmers' intervals are over
   *     since that pays more; in a surge they wait
   * @param withPlants whether those are left out that go with a vault's plant
   */
  List<OpenPail> due(DueRule rule, boolean calm, boolean withPlants) {
    return by(rule, withPlants, "Harvest.due").setParameter("calm", calm).getResultList();
  }

  /**
   * All worked pails of some farmers, due or not, by block.
   *
   * @param withPlants whether those are left out that go with a vault's plant
   */
  List<OpenPail> worked(Collection<UUID> farmers, DueRule rule, boolean withPlants) {
    return farmers.isEmpty()
        ? List.of()
        : by(rule, withPlants, "Harvest.along").setParameter("farmers", farmers).getResultList();
  }

  private TypedQuery<OpenPail> by(DueRule rule, boolean withPlants, String query) {
    return getEntityManager()
        .createNamedQuery(query, OpenPail.class)
        .setParameter("index", rule.index())
        .setParameter("ttl", rule.ttl())
        .setParameter("margin", rule.margin())
        .setParameter("ledger", rule.ledger())
        .setParameter("withPlants", withPlants);
  }

  /**
   * Those of some farmers who have a worked pail of the block before this one, and of whom any is
   * due once this one is open.
   *
   * @param index the block
   */
  Set<UUID> withPlants(Collection<UUID> farmers, long index, boolean calm) {
    return farmers.isEmpty()
        ? Set.of()
        : getEntityManager()
            .createNamedQuery("Harvest.withPlants", OpenPail.class)
            .setParameter("index", index)
            .setParameter("farmers", farmers)
            .setParameter("calm", calm)
            .getResultList()
            .stream()
            .map(OpenPail::farmer)
            .collect(Collectors.toSet());
  }

  /**
   * @param index the running block
   */
  Optional<OpenPail> open(UUID farmer, long block, long index) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("Harvest.open", OpenPail.class)
            .setParameter("index", index)
            .setParameter("farmer", farmer)
            .setParameter("block", block)
            .getSingleResultOrNull());
  }

  /**
   * Whether any transaction for the farmer or of its account is under way, or a restored backup's
   * books do not know yet what was done since.
   */
  boolean isBusy(OpenPail pail) {
    return getEntityManager()
        .createNamedQuery("Harvest.busy", Boolean.class)
        .setParameter("farmer", pail.farmer())
        .setParameter("lane", pail.custodial())
        .getSingleResult();
  }

  /** A pail and its stake, stroops. */
  @RegisterForReflection
  record Staked(UUID farmer, long block, long stake) {
    Pail pail() {
      return new Pail(farmer, block);
    }
  }

  /** Whose pail of which block. */
  record Pail(UUID farmer, long block) {}

  /** The stakes of pails, settled or not; what was never planted is absent. */
  Map<Pail, Kale> stakes(Collection<Pail> pails) {
    return getEntityManager()
        .createNamedQuery("Harvest.stakes", Staked.class)
        .setParameter("farmers", pails.stream().map(Pail::farmer).toArray(UUID[]::new))
        .setParameter("blocks", pails.stream().map(Pail::block).toArray(Long[]::new))
        .getResultList()
        .stream()
        .collect(Collectors.toMap(Staked::pail, it -> Kale.ofStroops(it.stake())));
  }

  /**
   * Settles a pail that was harvested.
   *
   * @return false if the pail was settled before
   */
  boolean harvested(
      UUID farmer,
      long block,
      Kale stake,
      Kale reward,
      long ledger,
      @Nullable Long transaction,
      @Nullable Hash hash) {
    Books.Harvested pail = new Books.Harvested(farmer, block, stake, reward);
    return !harvested(List.of(pail), ledger, transaction, hash).isEmpty();
  }

  /**
   * Records several pails of one transaction.
   *
   * @return those that were not settled before
   */
  Set<Pail> harvested(
      List<Books.Harvested> pails, long ledger, @Nullable Long transaction, @Nullable Hash hash) {
    return getEntityManager()
        .createNamedQuery("Harvest.harvested", Staked.class)
        .setParameter("farmers", pails.stream().map(Books.Harvested::farmer).toArray(UUID[]::new))
        .setParameter("blocks", pails.stream().map(Books.Harvested::block).toArray(Long[]::new))
        .setParameter("stakes", pails.stream().map(it -> it.stake().stroops()).toArray(Long[]::new))
        .setParameter(
            "rewards", pails.stream().map(it -> it.reward().stroops()).toArray(Long[]::new))
        .setParameter("transaction", transaction)
        .setParameter("hash", hash)
        .setParameter("ledger", ledger)
        .setParameter("now", clock.instant())
        .getResultList()
        .stream()
        .map(Staked::pail)
        .collect(Collectors.toSet());
  }

  /**
   * Settles a pail that is lost.
   *
   * @return false if the pail was settled before
   */
  boolean lost(OpenPail pail, HarvestDecision.Lost loss, Debtor debtor, long ledger) {
    int rows =
        getEntityManager()
            .createNamedQuery("Harvest.lost")
            .setParameter("block", pail.block())
            .setParameter("farmer", pail.farmer())
            .setParameter("pooler", pail.pooler())
            .setParameter("stake", pail.stake())
            .setParameter("cause", loss.cause().name())
            .setParameter("detail", loss.detail())
            .setParameter("debtor", debtor.name())
            .setParameter("ledger", ledger)
            .setParameter("now", clock.instant())
            .executeUpdate();
    return rows == 1;
  }

  /**
   * An operator's word that a pail is lost.
   *
   * @return the pooler who had it planted; empty if the pail was settled before
   */
  Optional<UUID> writtenOff(PailWrittenOff event) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("Harvest.writtenOff", UUID.class)
            .setParameter("block", event.block())
            .setParameter("stake", event.stake())
            .setParameter("cause", Cause.PAIL_MISSING.name())
            .setParameter("detail", event.why())
            .setParameter("debtor", event.debtor().name())
            .setParameter("ledger", event.ledger())
            .setParameter("now", clock.instant())
            .setParameter("farmer", event.farmer())
            .getSingleResultOrNull());
  }

  /** Whether this transaction is booked as a harvest of the farmer's. */
  boolean knows(UUID farmer, Hash transaction) {
    return count(
            "farmerId = ?1 and status = HARVESTED and transactionHash = ?2", farmer, transaction)
        > 0;
  }

  /** An attempt that did not land; the pail stays open. */
  void failed(
      UUID farmer, long block, Cause cause, String detail, Debtor debtor, long ledger, long id) {
    getEntityManager()
        .createNamedQuery("Harvest.failed")
        .setParameter("block", block)
        .setParameter("cause", cause.name())
        .setParameter("detail", detail)
        .setParameter("debtor", debtor.name())
        .setParameter("ledger", ledger)
        .setParameter("now", clock.instant())
        .setParameter("transaction", id)
        .setParameter("farmer", farmer)
        .executeUpdate();
  }
}
