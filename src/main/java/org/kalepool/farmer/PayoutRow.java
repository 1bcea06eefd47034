package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A split. Amounts are stroops. */
@RegisterForReflection
record PayoutRow(
    long earned,
    long poolerShare,
    long owed,
    long toPooler,
    long fromPooler,
    long toFarmer,
    long xlmToFarmer,
    boolean claimable,
    long claimReserve,
    long advance,
    String transactionHash,
    Instant at) {

  /** A pooler's part of it, and the payment of what it left owed. */
  @RegisterForReflection
  record Part(
      UUID pooler,
      long earned,
      long poolerShare,
      long owed,
      long toPooler,
      long fromPooler,
      long withheld,
      long debt,
      long debtXlm,
      @Nullable String obstacle,
      @Nullable Boolean debtClaimable,
      @Nullable String debtHash,
      @Nullable Instant paidAt) {

    private FarmerAnswer.PoolerPart shown() {
      return new FarmerAnswer.PoolerPart(
          pooler, earned, poolerShare, owed, toPooler, fromPooler, withheld, owes());
    }

    private FarmerAnswer.@Nullable Debt owes() {
      return debt == 0 && debtXlm == 0
          ? null
          : new FarmerAnswer.Debt(debt, debtXlm, obstacle, debtClaimable, debtHash, paidAt);
    }
  }

  FarmerAnswer.Payout payout(List<Part> parts) {
    return new FarmerAnswer.Payout(
        earned,
        poolerShare,
        owed,
        toPooler,
        fromPooler,
        toFarmer,
        xlmToFarmer,
        claimable,
        claimReserve,
        advance,
        transactionHash,
        at,
        together(parts.stream().map(Part::owes).filter(Objects::nonNull).toList()),
        parts.stream().map(Part::shown).toList());
  }

  private static FarmerAnswer.@Nullable Debt together(List<FarmerAnswer.Debt> debts) {
    if (debts.isEmpty()) {
      return null;
    }
    boolean paid = debts.stream().allMatch(debt -> debt.paidAt() != null);
    FarmerAnswer.Debt last =
        debts.stream()
            .max(
                Comparator.comparing(
                    FarmerAnswer.Debt::paidAt, Comparator.nullsFirst(Comparator.naturalOrder())))
            .orElseThrow();
    return new FarmerAnswer.Debt(
        debts.stream().mapToLong(FarmerAnswer.Debt::amount).reduce(0, Math::addExact),
        debts.stream().mapToLong(FarmerAnswer.Debt::xlm).reduce(0, Math::addExact),
        debts.stream()
            .map(FarmerAnswer.Debt::waitingFor)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        paid ? last.claimable() : null,
        paid ? last.transactionHash() : null,
        paid ? last.paidAt() : null);
  }
}
