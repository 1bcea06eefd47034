package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;

/** The body of PUT /farmers/{id}/payout-threshold. */
@RegisterForReflection
@Schema(name = "PayoutThreshold")
public record ThresholdRequest(
    @Schema(
            description =
                "Stroops: all that is earned is paid out whenever it is as much; null for never",
            minimum = "10000000")
        @Nullable Long amount)
    implements RequestRules {

  /** One KALE: each payout costs a fee. */
  static final long LEAST = 10_000_000;

  @Override
  public void check(Checks checks) {
    if (amount != null && amount < LEAST) {
      checks.add("amount", "must be " + LEAST + " stroops (1 KALE) or more, or null for never");
    }
  }
}
