package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.wallet.Wallets;

/**
 * The tables {@code pooler_bonds} and what is known of bonds. The key of a bond's account is made
 * from the pooler's wallet, so that no lost row, and no restored backup, loses what is in it.
 * Writes join the caller's transaction.
 */
@Singleton
public class Bonds implements PanacheRepositoryBase<BondEntity, UUID> {
  private final Clock clock;
  private final Wallets wallets;
  private final PoolerRepository poolers;

  Bonds(Clock clock, Wallets wallets, PoolerRepository poolers) {
    this.clock = clock;
    this.wallets = wallets;
    this.poolers = poolers;
  }

  /**
   * A pooler's bond.
   *
   * @param account where it is; who pays KALE there pays for this pooler
   * @param wallet the pooler's own, to which it goes back
   * @param active whether the pooler takes farmers and is planted for
   * @param booked what the books have of it
   * @param missing how much less was in the account when it was read last
   * @param settledLedger the newest in which something that is booked has moved it
   * @param waitingFor why nothing can be done about it now, a sentence; null if nothing is to do
   * @param free whether the pooler has left: it owes nothing and nothing of it is open
   */
  @RegisterForReflection
  public record Bond(
      UUID poolerId,
      Address account,
      Address wallet,
      boolean active,
      Kale booked,
      Kale missing,
      long settledLedger,
      @Nullable String waitingFor,
      boolean free) {}

  /** Poolers elsewhere that have no account for a bond yet. */
  @ActivateRequestContext
  public List<UUID> without() {
    return getEntityManager()
        .createQuery(
            "select p.id from PoolerEntity p where not p.own"
                + " and not exists (select 1 from BondEntity b where b.poolerId = p.id)"
                + " order by p.createdAt, p.id",
            UUID.class)
        .getResultList();
  }

  /** Makes the account's key, unless there is one. */
  public void open(UUID pooler) {
    poolers.lockPlaces(pooler);
    if (count("poolerId", pooler) > 0) {
      return;
    }
    Pooler its =
        poolers
            .pooler(pooler)
            .orElseThrow(() -> new IllegalArgumentException("no pooler " + pooler));
    UUID owner = owner(its.wallet());
    Address account = wallets.offer(owner);
    wallets.keep(owner, account);
    persistAndFlush(new BondEntity(pooler, account, clock.instant()));
  }

  private static UUID owner(Address wallet) {
    return UUID.nameUUIDFromBytes(("bond of " + wallet.text()).getBytes(StandardCharsets.US_ASCII));
  }

  /** All of them. */
  @ActivateRequestContext
  public List<Bond> bonds() {
    return standings("order by v.poolerId", null);
  }

  @ActivateRequestContext
  public Optional<Bond> of(UUID pooler) {
    return standings("where v.poolerId = :key", pooler).stream().findFirst();
  }

  /** The one whose account this is. */
  @ActivateRequestContext
  public Optional<Bond> at(Address account) {
    return standings("where v.account = :key", account).stream().findFirst();
  }

  private List<Bond> standings(String which, @Nullable Object key) {
    var query =
        getEntityManager()
            .createQuery(
                "select v.poolerId, v.account, v.wallet, v.active, v.booked, v.missing,"
                    + " v.settledLedger, v.waitingFor, v.free from BondView v "
                    + which,
                Bond.class);
    return (key == null ? query : query.setParameter("key", key)).getResultList();
  }

  /**
   * Locks the pooler and its bond until the caller's transaction ends: neither does the pooler come
   * back meanwhile, nor does anything else move the bond.
   */
  public Bond lock(UUID pooler) {
    poolers.lockPlaces(pooler);
    getEntityManager()
        .createNamedQuery("Bond.lock", Integer.class)
        .setParameter("pooler", pooler)
        .getResultList();
    return of(pooler).orElseThrow(() -> new IllegalStateException("no bond of " + pooler));
  }

  /** Something that is booked has moved it in this ledger. */
  public void moved(UUID pooler, long ledger) {
    update("settledLedger = greatest(settledLedger, ?1) where poolerId = ?2", ledger, pooler);
  }

  /** What a reading has shown. */
  public void seen(UUID pooler, long ledger, Kale missing, @Nullable String waitingFor) {
    update(
        "seenLedger = ?1, missing = ?2, waitingFor = ?3 where poolerId = ?4",
        ledger,
        missing,
        waitingFor,
        pooler);
  }
}
