package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.kale.BalanceId;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;

/** The body of POST /farmers/{id}/claims. */
@RegisterForReflection
@Schema(name = "ClaimRequest")
record ClaimRequest(
    @Schema(
            description = "72 hexadecimal digits, or B…",
            pattern = "^(0{8}[0-9a-fA-F]{64}|B[A-Z2-7]{57})$")
        @Required
        String balanceId)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    checks.readable("balance_id", balanceId, "", BalanceId::of);
  }

  BalanceId balance() {
    return BalanceId.of(balanceId);
  }
}
