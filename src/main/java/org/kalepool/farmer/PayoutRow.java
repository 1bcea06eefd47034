package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A split, and the payment of what it left owed. Amounts are stroops. */
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
    Instant at,
    long debt,
    long debtXlm,
    @Nullable String obstacle,
    @Nullable Boolean debtClaimable,
    @Nullable String debtHash,
    @Nullable Instant paidAt) {

  FarmerAnswer.Payout payout() {
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
        debt == 0 && debtXlm == 0
            ? null
            : new FarmerAnswer.Debt(debt, debtXlm, obstacle, debtClaimable, debtHash, paidAt));
  }
}
