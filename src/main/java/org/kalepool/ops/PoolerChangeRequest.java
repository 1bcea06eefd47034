package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Poolers;
import org.kalepool.pooler.Standing;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Within;

/** The body of an operator's change of any pooler; what is absent stays. */
@RegisterForReflection
@Schema(name = "PoolerChangeRequest")
public record PoolerChangeRequest(
    @Schema(maxLength = PoolerRequest.LONGEST_NAME) @Nullable String name,
    @Schema(description = "The pooler's part in 1/10 000, for who registers from now on")
        @Within(min = 0, max = OperatorRequest.WHOLE)
        @Nullable Integer shareBasisPoints,
    @Within(min = 0, max = PoolerRequest.MOST_FARMERS) @Nullable Integer maxFarmers,
    @Schema(description = "What it may owe and have at stake together, stroops")
        @Within(min = 0, max = Long.MAX_VALUE)
        @Nullable Long maxDebt,
    @Schema(description = "For the record") @Why String why)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    if (name == null && shareBasisPoints == null && maxFarmers == null && maxDebt == null) {
      checks.add("name", "is missing, and so are share_basis_points, max_farmers and max_debt");
    }
    PoolerRequest.checkName(checks, name);
  }

  Poolers.Change change() {
    return new Poolers.Change(
        name == null ? null : name.strip(),
        shareBasisPoints,
        maxFarmers,
        maxDebt == null ? null : Kale.ofStroops(maxDebt));
  }

  /** For the record: what it was, what it is to be, and why. */
  String detail(Standing now) {
    List<String> changes =
        new PoolerRequest(name, shareBasisPoints, maxFarmers, why)
            .changes(now.name(), now.shareBasisPoints(), now.maxFarmers());
    if (maxDebt != null) {
      changes.add("may owe %d stroops, was %d".formatted(maxDebt, now.maxDebt().stroops()));
    }
    return String.join("; ", changes) + ": " + why.strip();
  }
}
