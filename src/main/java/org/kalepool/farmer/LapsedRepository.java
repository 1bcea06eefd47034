package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;

/** The table {@code lapsed_registrations}. */
@Singleton
class LapsedRepository implements PanacheRepositoryBase<LapsedRegistrationEntity, Long> {
  /** Writes down what stays of a farmer. */
  void add(UUID farmer, FarmerRepository.Unseen accounts, Instant now) {
    getEntityManager()
        .createNamedQuery("LapsedRegistration.add")
        .setParameter("id", farmer)
        .setParameter("custodial", accounts.custodial().bytes())
        .setParameter("payout", accounts.payout().bytes())
        .setParameter("now", now)
        .executeUpdate();
  }

  /**
   * What it was.
   *
   * @param custodial the 32 bytes of an account's key, or of a vault's id
   * @param payout the 32 bytes of an account's key, or of a contract's id
   */
  @RegisterForReflection
  record Kept(
      String custody, byte[] custodial, byte[] payout, boolean payoutContract, Instant lapsedAt) {
    Address custodialAddress() {
      return address(FarmerCustody.valueOf(custody) == FarmerCustody.VAULT, custodial);
    }

    Address payoutAddress() {
      return address(payoutContract, payout);
    }
  }

  private static Address address(boolean contract, byte[] bytes) {
    return contract ? Address.contract(bytes) : Address.account(bytes);
  }

  /** Locks it; empty if there is none. */
  Optional<Kept> lock(UUID farmer) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("LapsedRegistration.lock", Kept.class)
            .setParameter("id", farmer)
            .getSingleResultOrNull());
  }

  @RegisterForReflection
  record TokenRow(UUID id, byte[] tokenHash) {}

  /** Whose token has this hash. */
  @ActivateRequestContext
  Optional<UUID> withToken(byte[] hash) {
    return getEntityManager()
        .createQuery(
            "select l.id, l.tokenHash from LapsedRegistrationEntity l where l.tokenHash = :hash",
            TokenRow.class)
        .setParameter("hash", hash)
        .getResultList()
        .stream()
        .filter(row -> MessageDigest.isEqual(row.tokenHash(), hash))
        .map(TokenRow::id)
        .findFirst();
  }

  @RegisterForReflection
  record PlaceRow(long seq, UUID id, FarmerCustody custody, byte[] custodial) {
    Lapsed.Place place() {
      return new Lapsed.Place(seq, id, address(custody == FarmerCustody.VAULT, custodial));
    }
  }

  /** The next ones after this place that have lapsed since. */
  List<Lapsed.Place> after(long seq, Instant since, int limit) {
    return getEntityManager()
        .createQuery(
            "select l.seq, l.id, l.custody, l.custodial from LapsedRegistrationEntity l"
                + " where l.seq > :seq and l.lapsedAt >= :since order by l.seq limit :limit",
            PlaceRow.class)
        .setParameter("seq", seq)
        .setParameter("since", since)
        .setParameter("limit", limit)
        .getResultList()
        .stream()
        .map(PlaceRow::place)
        .toList();
  }

  /** One that is a farmer again. */
  void remove(UUID farmer) {
    delete("id", farmer);
  }
}
