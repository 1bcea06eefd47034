package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.pooler.PoolerFarmers;

/** The table {@code farmers}. */
@Singleton
class FarmerRepository implements PanacheRepositoryBase<FarmerEntity, UUID>, PoolerFarmers {
  private static final String HERE =
      "poolerId = :pooler and fundedAt is not null and state <> DEPARTED";

  /** Keeps everybody else from moving the farmer until the caller's transaction ends. */
  Optional<FarmerState> lock(UUID id) {
    return Optional.ofNullable(
            getEntityManager()
                .createNamedQuery("Farmer.lock", String.class)
                .setParameter("id", id)
                .getSingleResultOrNull())
        .map(FarmerState::valueOf);
  }

  /** The same for several, in the order of their ids. */
  void hold(List<UUID> ids) {
    getEntityManager()
        .createNamedQuery("Farmer.hold", UUID.class)
        .setParameter("ids", ids.toArray(UUID[]::new))
        .getResultList();
  }

  /** Read by Hibernate. */
  @RegisterForReflection
  record Active(UUID farmer, UUID pooler) {}

  /** Those of these that are active, with their poolers, held so until the transaction ends. */
  Map<UUID, UUID> lockActive(List<UUID> ids) {
    return getEntityManager()
        .createNamedQuery("Farmer.lockActive", Active.class)
        .setParameter("ids", ids.toArray(UUID[]::new))
        .getResultList()
        .stream()
        .collect(Collectors.toMap(Active::farmer, Active::pooler));
  }

  Instant registered(UUID id) {
    return getEntityManager()
        .createQuery("select f.createdAt from FarmerEntity f where f.id = :id", Instant.class)
        .setParameter("id", id)
        .getSingleResult();
  }

  Optional<UUID> withCustodial(Address account) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery("select f.id from FarmerEntity f where f.custodial = :account", UUID.class)
            .setParameter("account", account)
            .getSingleResultOrNull());
  }

  List<Farmers.Left> departed(long after, int limit) {
    return getEntityManager()
        .createQuery(
            "select f.id, f.seq, f.custodial from FarmerEntity f where f.state = DEPARTED"
                + " and f.custody = CUSTODIAL and f.seq > :after order by f.seq limit :most",
            Farmers.Left.class)
        .setParameter("after", after)
        .setParameter("most", limit)
        .getResultList();
  }

  boolean isCustodial(Address account) {
    return getEntityManager()
        .createQuery(
            "select exists (select 1 from FarmerEntity f where f.custodial = :account)",
            Boolean.class)
        .setParameter("account", account)
        .getSingleResult();
  }

  /** An account of the pool's, or a vault, and when it was first seen on the network. */
  @RegisterForReflection
  record Custody(FarmerCustody custody, Address account, @Nullable Instant seenAt) {}

  Optional<Custody> custody(UUID id) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select f.custody, f.custodial, f.seenAt from FarmerEntity f where f.id = :id",
                Custody.class)
            .setParameter("id", id)
            .getSingleResultOrNull());
  }

  void seen(UUID id, Instant now) {
    update("seenAt = ?1 where id = ?2 and seenAt is null", now, id);
  }

  // Places and payout wallets ---------------------------------------------------------------------

  /** How many have a place with the pooler. */
  long placesTaken(UUID pooler) {
    return getEntityManager()
        .createQuery("select count(*) from FarmerEntity where " + HERE, Long.class)
        .setParameter("pooler", pooler)
        .getSingleResult();
  }

  @Override
  public Places places(UUID pooler) {
    return getEntityManager()
        .createQuery(
            "select count(*), count(*) filter (where state = ACTIVE) from FarmerEntity where "
                + HERE,
            Places.class)
        .setParameter("pooler", pooler)
        .getSingleResult();
  }

  @Override
  public List<UUID> staying(UUID pooler, @Nullable UUID farmer) {
    return getEntityManager()
        .createNamedQuery("Farmer.staying", UUID.class)
        .setParameter("pooler", pooler)
        .setParameter("farmer", farmer)
        .getResultList();
  }

  /** Whether another farmer that is here has this one's payout wallet. */
  boolean isPayoutTaken(UUID id) {
    return !getEntityManager()
        .createQuery(
            "select o.id from FarmerEntity f join FarmerEntity o on o.payout = f.payout"
                + " and o.payoutId is not distinct from f.payoutId"
                + " and o.payoutMemoKind is not distinct from f.payoutMemoKind"
                + " and o.payoutMemo is not distinct from f.payoutMemo"
                + " and o.payoutProven = f.payoutProven"
                + " where f.id = :id and o.id <> f.id and o.fundedAt is not null"
                + " and o.state <> DEPARTED limit 1",
            UUID.class)
        .setParameter("id", id)
        .getResultList()
        .isEmpty();
  }

  /** Farmers with exactly this payout wallet, in the order of {@link WalletFarmers#of}. */
  List<WalletFarmers.PaidOut> paidOutTo(Destination wallet) {
    return getEntityManager()
        .createQuery(
            "select f.id, f.state from FarmerEntity f where f.payout = :account"
                + " and f.payoutId is not distinct from :id"
                + " and f.payoutMemo is not distinct from :memo"
                + " and f.payoutMemoKind is not distinct from :kind"
                + " order by case when f.state = DEPARTED then 1 else 0 end, f.payoutProven desc,"
                + " case when f.fundedAt is null then 1 else 0 end, f.seq desc",
            WalletFarmers.PaidOut.class)
        .setParameter("account", wallet.account())
        .setParameter("id", PayoutWallets.idColumn(wallet))
        .setParameter("memo", PayoutWallets.memo(wallet))
        .setParameter("kind", wallet.memo() == null ? null : wallet.memo().kind())
        .getResultList();
  }

  /**
   * @throws jakarta.persistence.PersistenceException if another has proved the same wallet
   */
  void proven(UUID id) {
    update("payoutProven = true where id = ?1 and not payoutProven", id);
  }

  /** As the farmer's newest change that is done says, or the database refuses it. */
  void changePayout(UUID id, PayoutChangeEntity change) {
    update(
        "payout = ?1, payoutId = ?2, payoutMemoKind = ?3, payoutMemo = ?4, payoutProven = false"
            + " where id = ?5",
        change.payout,
        change.payoutId,
        change.payoutMemoKind,
        change.payoutMemo,
        id);
  }

  // Tokens ----------------------------------------------------------------------------------------

  @RegisterForReflection
  record TokenRow(UUID id, byte[] tokenHash) {
    /** Whether it is this token, and not one that has yet to come into force. */
    boolean has(byte[] hash) {
      return MessageDigest.isEqual(tokenHash, hash);
    }
  }

  /** Whose token it is, in force or not. */
  @ActivateRequestContext
  Optional<TokenRow> withToken(byte[] hash) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select f.id, f.tokenHash from FarmerEntity f"
                    + " where f.tokenHash = :hash or f.nextTokenHash = :hash",
                TokenRow.class)
            .setParameter("hash", hash)
            .getSingleResultOrNull());
  }

  void nextToken(UUID id, byte[] hash) {
    update("nextTokenHash = ?1 where id = ?2", hash, id);
  }

  void replaceToken(UUID id, byte[] hash) {
    update("tokenHash = ?1, nextTokenHash = null where id = ?2", hash, id);
  }

  /** Puts the next token into force; false if it is this one no more. */
  @Transactional
  boolean takeNextToken(UUID id, byte[] hash) {
    return update(
            "tokenHash = nextTokenHash, nextTokenHash = null where id = ?1 and nextTokenHash = ?2",
            id,
            hash)
        > 0;
  }

  // Registrations that nobody has paid for yet ----------------------------------

  /** How many have registered and were not seen on the network. */
  long waiting() {
    return count("seenAt is null and state = REGISTERED");
  }

  /** Locks it. Whoever is being looked at by somebody else is passed over. */
  Optional<UUID> oldestOfBusiest(UUID newest) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("Farmer.oldestOfBusiest", UUID.class)
            .setParameter("newest", newest)
            .getSingleResultOrNull());
  }

  /** A registration that nobody has paid for. */
  @RegisterForReflection
  record Unseen(Address custodial, Address payout) {}

  /** Locks a registration that may lapse; empty if there is none. */
  Optional<Unseen> lockUnseen(UUID id) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("Farmer.lockUnseen", Unseen.class)
            .setParameter("id", id)
            .getSingleResultOrNull());
  }

  /** Makes a farmer of a lapsed registration. */
  void revive(UUID id, Address custodial, Address payout, Instant now) {
    getEntityManager()
        .createNamedQuery("Farmer.revive")
        .setParameter("id", id)
        .setParameter("custodial", custodial)
        .setParameter("payout", payout)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** A registration that lapses. */
  void remove(UUID id) {
    delete("id", id);
  }
}
