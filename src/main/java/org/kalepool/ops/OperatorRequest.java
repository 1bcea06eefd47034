package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.web.Checks;

/** The bodies of operators' commands. */
final class OperatorRequest {
  static final int LONGEST_REASON = 500;
  private static final int MOST_THREADS = 1024;
  private static final String BOUNDS_OF_THREADS = "must be 1 to " + MOST_THREADS;
  private static final String HASH = "^[0-9a-f]{64}$";
  private static final String NO_HASH = "must be 64 hexadecimal digits in lower case";
  private static final String MISSING = "is missing";
  private static final String TOO_LONG = "must have at most {max} characters";

  private OperatorRequest() {}

  /** Why something is done. */
  @RegisterForReflection
  @Schema(name = "ReasonRequest", requiredProperties = "why")
  record Reason(
      @Schema(description = "For the record, and shown to the farmer")
          @NotBlank(message = MISSING)
          @Size(max = LONGEST_REASON, message = TOO_LONG)
          String why) {

    /** The reason without blanks around it. */
    String reason() {
      return why.strip();
    }
  }

  /** Which envelope landed, and how that is known. */
  @RegisterForReflection
  @Schema(
      name = "LandingRequest",
      requiredProperties = {"hash", "why"})
  record Landing(
      @Schema(description = "Of the envelope that landed, hexadecimal")
          @NotNull(message = NO_HASH)
          @Pattern(regexp = HASH, message = NO_HASH)
          String hash,
      @Schema(description = "For the record")
          @NotBlank(message = MISSING)
          @Size(max = LONGEST_REASON, message = TOO_LONG)
          String why) {

    Hash landed() {
      return Hash.ofHex(hash);
    }

    String reason() {
      return why.strip();
    }
  }

  /** Terms to be announced. */
  @RegisterForReflection
  @Schema(
      name = "TermsRequest",
      requiredProperties = {"share_basis_points", "valid_from", "why"})
  record Terms(
      @Schema(description = "The pooler's part in 1/10 000", minimum = "0", maximum = "10000")
          @Nullable Integer shareBasisPoints,
      @Schema(
              description =
                  "In force for what is planted from then on, such as 2027-01-01T00:00:00Z",
              format = "date-time")
          @Nullable String validFrom,
      @Schema(description = "For the record, and shown to the farmers", maxLength = LONGEST_REASON)
          @Nullable String why,
      @Schema(
              description = "Only to this farmer; to all of the pooler's without it",
              format = "uuid")
          @Nullable String farmerId) {

    Checked checked() {
      Checks checks = new Checks();
      int share = checks.within("share_basis_points", shareBasisPoints, 0, 10_000);
      Instant from = checks.instant("valid_from", validFrom).orElse(Instant.EPOCH);
      String text = reason(checks, why);
      UUID farmer = farmerId == null ? null : checks.uuid("farmer_id", farmerId).orElse(null);
      checks.done();
      return new Checked(share, from, text, farmer);
    }
  }

  /**
   * Terms whose every field was found good.
   *
   * @param farmer only to this one, null: to all
   */
  record Checked(int shareBasisPoints, Instant validFrom, String why, @Nullable UUID farmer) {}

  /** A payment that the pool has forgotten. */
  @RegisterForReflection
  @Schema(
      name = "PaidRequest",
      requiredProperties = {"transaction_hash", "why"})
  record Paid(
      @Schema(description = "Of the transaction that paid it")
          @NotNull(message = NO_HASH)
          @Pattern(regexp = HASH, message = NO_HASH)
          String transactionHash,
      @Schema(description = "For the record")
          @NotBlank(message = MISSING)
          @Size(max = LONGEST_REASON, message = TOO_LONG)
          String why) {

    Hash transaction() {
      return Hash.ofHex(transactionHash);
    }

    String reason() {
      return why.strip();
    }
  }

  /** The reason without blanks around it, held against what a reason must be. */
  static String reason(Checks checks, @Nullable String why) {
    String text = why == null ? "" : why.strip();
    if (text.isEmpty()) {
      checks.add("why", "is missing");
    } else if (text.length() > LONGEST_REASON) {
      checks.add("why", "must have at most " + LONGEST_REASON + " characters");
    }
    return text;
  }

  /** How many threads hash. */
  @RegisterForReflection
  @Schema(name = "ThreadsRequest", requiredProperties = "threads")
  record Threads(
      @NotNull(message = MISSING)
          @Min(value = 1, message = BOUNDS_OF_THREADS)
          @Max(value = MOST_THREADS, message = BOUNDS_OF_THREADS)
          Integer threads) {}
}
