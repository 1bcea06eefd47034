package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.RemotePoolers;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.Within;

/** The body of an operator's wish for a pooler on a machine of its own. */
@RegisterForReflection
@Schema(name = "NewPoolerRequest")
public record NewPoolerRequest(
    @Schema(maxLength = PoolerRequest.LONGEST_NAME) @Required String name,
    @Schema(
            description =
                "The pooler's own account (G…): its share goes there, and it pays its debts",
            pattern = "^G[A-Z2-7]{55}$")
        @Required
        String wallet,
    @Schema(description = "The pooler's part in 1/10 000")
        @Required
        @Within(min = 0, max = OperatorRequest.WHOLE)
        Integer shareBasisPoints,
    @Required @Within(min = 0, max = PoolerRequest.MOST_FARMERS) Integer maxFarmers,
    @Schema(
            description =
                "What it may owe and have at stake together, stroops: beyond it nothing is planted")
        @Required
        @Within(min = 0, max = Long.MAX_VALUE)
        Long maxDebt,
    @Schema(description = "For the record") @Why String why)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    PoolerRequest.checkName(checks, name);
    if (checks.readable("wallet", wallet, "is no valid account address (G…): ", Address::of)
        && !Address.of(wallet).isAccount()) {
      checks.add("wallet", "must be an account (G…), not a contract (C…)");
    }
  }

  RemotePoolers.Newcomer newcomer() {
    return new RemotePoolers.Newcomer(
        name.strip(), Address.of(wallet), shareBasisPoints, maxFarmers, Kale.ofStroops(maxDebt));
  }
}
