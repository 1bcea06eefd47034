package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.Moments;
import org.kalepool.web.OneOf;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;
import org.kalepool.web.Within;

/** A pooler's report of what it has worked in a block. */
@RegisterForReflection
@Schema(name = "WorkReport")
record ReportRequest(
    @Required @Within(min = 0, max = PlantRequestBody.MOST_BLOCK) Long blockIndex,
    @Schema(description = "The key's own pooler") @Required @UuidText String poolerId,
    @Required
        @Size(max = OfferRequest.MOST, message = "must be at most {max}; report the others apart")
        List<@Valid Result> workResults,
    @Schema(description = "When it was reported; nothing depends on it", format = "date-time")
        @Nullable String timestamp)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    checks.readable("timestamp", timestamp, "", Moments::of);
  }

  /** What it says of one farmer. */
  @RegisterForReflection
  @Schema(name = "WorkResult")
  record Result(
      @Required @UuidText String farmerId,
      @Required @OneOf({"success", "failed"}) String status,
      @Schema(description = "Unsigned 64-bit", minimum = "0", maximum = Nonces.MOST)
          @Nullable BigInteger nonce,
      @Pattern(regexp = Nonces.HASH, message = Nonces.NO_HASH) @Nullable String hash,
      @Within(min = 0, max = 64) @Nullable Integer zeros,
      @Schema(description = "Ledgers between plant and work") @Within(min = 0, max = 0xffff_ffffL)
          @Nullable Long gap,
      @Pattern(regexp = Nonces.HASH, message = Nonces.NO_HASH) @Nullable String workTxHash,
      @Schema(description = "A word such as process_crashed")
          @Size(max = 100, message = "must have at most {max} characters")
          @Nullable String error,
      @Schema(description = "What the pooler believes; books and chain decide")
          @Nullable Boolean compensationRequired)
      implements RequestRules {
    @Override
    public void check(Checks checks) {
      Nonces.check(checks, nonce);
    }

    UUID farmer() {
      return UUID.fromString(farmerId);
    }

    boolean succeeded() {
      return "success".equals(status);
    }
  }
}
