package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.pooler.Pooler;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Within;

/** The body of an operator's change of the pooler; what is absent stays. */
@RegisterForReflection
@Schema(name = "PoolerRequest")
public record PoolerRequest(
    @Schema(maxLength = PoolerRequest.LONGEST_NAME) @Nullable String name,
    @Schema(description = "The pooler's part in 1/10 000, for who registers from now on")
        @Within(min = 0, max = OperatorRequest.WHOLE)
        @Nullable Integer shareBasisPoints,
    @Within(min = 0, max = PoolerRequest.MOST_FARMERS) @Nullable Integer maxFarmers,
    @Schema(description = "For the record") @Why String why)
    implements RequestRules {
  static final int LONGEST_NAME = 100;
  static final long MOST_FARMERS = 1_000_000;

  @Override
  public void check(Checks checks) {
    if (name == null && shareBasisPoints == null && maxFarmers == null) {
      checks.add("name", "is missing, and so are share_basis_points and max_farmers");
    }
    checkName(checks, name);
  }

  /** A pooler's name, null if none is given. */
  static void checkName(Checks checks, @Nullable String name) {
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      checks.add("name", "must have 1 to " + LONGEST_NAME + " characters");
    }
  }

  /** For the record: what it was, what it is to be, and why. */
  String detail(Pooler now) {
    return String.join("; ", changes(now.name(), now.shareBasisPoints(), now.maxFarmers()))
        + ": "
        + why.strip();
  }

  /** What is to be changed, and what it is now. */
  List<String> changes(String nowName, int nowBasisPoints, int nowFarmers) {
    List<String> changes = new ArrayList<>();
    if (name != null) {
      changes.add("name %s, was %s".formatted(name, nowName));
    }
    if (shareBasisPoints != null) {
      changes.add(
          "%d basis points for new farmers, was %d".formatted(shareBasisPoints, nowBasisPoints));
    }
    if (maxFarmers != null) {
      changes.add("%d farmers at most, was %d".formatted(maxFarmers, nowFarmers));
    }
    return changes;
  }
}
