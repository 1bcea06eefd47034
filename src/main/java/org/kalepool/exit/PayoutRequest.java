package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;

/** The body of POST /farmers/{id}/payouts: an amount, or all that is earned. */
@RegisterForReflection
@Schema(name = "PayoutRequest")
public record PayoutRequest(
    @Schema(description = "Stroops of what is earned, the poolers' part included", minimum = "1")
        @Nullable Long amount,
    @Schema(description = "true for all that is earned now, instead of an amount")
        @Nullable Boolean all)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    boolean wantsAll = Boolean.TRUE.equals(all);
    if (amount == null && !wantsAll) {
      checks.add("amount", "is missing; give an amount in stroops, or all: true");
    } else if (amount != null && wantsAll) {
      checks.add("all", "cannot be true where there is an amount");
    } else if (amount != null && amount < 1) {
      checks.add("amount", "must be 1 stroop or more");
    }
  }
}
