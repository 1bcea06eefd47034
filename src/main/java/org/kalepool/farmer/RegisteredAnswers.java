package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.kalepool.kale.Destination;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.vault.Vault;

/** Tells whoever has just registered what to do next, and by which terms. */
@Singleton
final class RegisteredAnswers {
  private final FarmerTerms terms;
  private final RegistrationLimits limits;
  private final PayoutProofs proofs;
  private final Clock clock;

  RegisteredAnswers(
      FarmerTerms terms, RegistrationLimits limits, PayoutProofs proofs, Clock clock) {
    this.terms = terms;
    this.limits = limits;
    this.proofs = proofs;
    this.clock = clock;
  }

  /** The answer without the token. */
  Registered of(UUID id, RegisterRequest request, CustodyOfNewcomers.Place place) {
    Destination payout = request.payout();
    Vault vault = place.vault();
    int share = terms.current(id).shareBasisPoints();
    if (vault != null && vault.making().basisPoints() != share) {
      throw new IllegalStateException("the terms of farmer " + id + " are not its vault's");
    }
    boolean proves = !payout.isShared() && payout.account().isAccount();
    return new Registered(
        id,
        null,
        request.custodyOrDefault().name(),
        place.address().text(),
        payout.text(),
        PayoutWallets.memo(payout),
        PayoutWallets.memoType(payout),
        FarmerState.REGISTERED.name(),
        request.pooler(),
        request.stakePercentage(),
        request.harvestInterval(),
        share,
        place.paymentUri(),
        place.funding(),
        limits.lapses(clock.instant()),
        proves ? proofs.message(id, place.address()) : null,
        vault == null ? null : VaultAnswer.of(vault));
  }
}
