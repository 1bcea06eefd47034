package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** The table {@code claims}; each claim ends with its transaction. */
@Singleton
class ClaimRepository implements PanacheRepositoryBase<ClaimEntity, Long> {
  private static final int SHOWN = 100;

  private final Clock clock;

  ClaimRepository(Clock clock) {
    this.clock = clock;
  }

  /** A claim with its transaction's end. */
  @RegisterForReflection
  record Stored(
      UUID farmer,
      Hash balance,
      long amount,
      String state,
      @Nullable String cause,
      @Nullable String detail,
      @Nullable String hash,
      @Nullable Long ledger,
      Instant at) {
    private ClaimStatus status() {
      String shown =
          switch (state) {
            case "LANDED" -> ClaimStatus.CLAIMED;
            case "FAILED", "REFUSED" -> ClaimStatus.FAILED;
            default -> ClaimStatus.UNDER_WAY;
          };
      return new ClaimStatus(
          farmer, new BalanceId(balance).hex(), amount, shown, cause, detail, hash, ledger, at);
    }
  }

  void requested(long transaction, UUID farmer, BalanceId balance, Kale amount, String by) {
    persistAndFlush(new ClaimEntity(transaction, farmer, balance, amount, by, clock.instant()));
  }

  /**
   * How much a transaction claims.
   *
   * @throws IllegalStateException if it is no claim's
   */
  Kale amount(long transaction) {
    return Optional.ofNullable(
            getEntityManager()
                .createQuery(
                    "select amount from ClaimEntity where transactionId = :transaction", Kale.class)
                .setParameter("transaction", transaction)
                .getSingleResultOrNull())
        .orElseThrow(() -> new IllegalStateException("no claim was stored with " + transaction));
  }

  /** The newest claims of a farmer, newest first. */
  List<ClaimStatus> of(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("Claim.of", Stored.class)
        .setParameter("farmer", farmer)
        .setParameter("most", SHOWN)
        .getResultList()
        .stream()
        .map(Stored::status)
        .toList();
  }
}
