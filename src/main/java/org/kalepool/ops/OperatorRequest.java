package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.web.Checks;
import org.kalepool.web.Json;

/** The bodies of operators' commands. */
final class OperatorRequest {
  static final int LONGEST_REASON = 500;
  private static final int MOST_THREADS = 1024;
  private static final Hash NO_HASH = Hash.of(new byte[32]);
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private OperatorRequest() {}

  /** Why something is done. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "ReasonRequest", requiredProperties = "why")
  record Reason(
      @Schema(description = "For the record, and shown to the farmer", maxLength = LONGEST_REASON)
          @Nullable String why) {

    /** The reason in a request's body, without blanks around it. */
    static String in(@Nullable String body, Json json) {
      return json.read(body, Reason.class).checked();
    }

    private String checked() {
      Checks checks = new Checks();
      String text = reason(checks, why);
      checks.done();
      return text;
    }
  }

  /** Which envelope landed, and how that is known. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(
      name = "LandingRequest",
      requiredProperties = {"hash", "why"})
  record Landing(
      @Schema(description = "Of the envelope that landed, hexadecimal", pattern = "^[0-9a-f]{64}$")
          @Nullable String hash,
      @Schema(description = "For the record", maxLength = LONGEST_REASON) @Nullable String why) {

    Hash checked() {
      Checks checks = new Checks();
      boolean good = hash != null && HASH.matcher(hash).matches();
      if (!good) {
        checks.add("hash", "must be 64 hexadecimal digits in lower case");
      }
      OperatorRequest.reason(checks, why);
      checks.done();
      return Hash.ofHex(String.valueOf(hash));
    }

    String reason() {
      return why == null ? "" : why.strip();
    }
  }

  /** Terms to be announced. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
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
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(
      name = "PaidRequest",
      requiredProperties = {"transaction_hash", "why"})
  record Paid(
      @Schema(description = "Of the transaction that paid it", pattern = "^[0-9a-f]{64}$")
          @Nullable String transactionHash,
      @Schema(description = "For the record", maxLength = LONGEST_REASON) @Nullable String why) {

    PaidBy checked() {
      Checks checks = new Checks();
      String text = reason(checks, why);
      Hash hash = NO_HASH;
      try {
        hash = Hash.ofHex(String.valueOf(transactionHash));
      } catch (IllegalArgumentException e) {
        checks.add("transaction_hash", "must be 64 hexadecimal digits");
      }
      checks.done();
      return new PaidBy(hash, text);
    }
  }

  /** A payment whose every field was found good. */
  record PaidBy(Hash transaction, String why) {}

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
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "ThreadsRequest", requiredProperties = "threads")
  record Threads(@Schema(minimum = "1", maximum = "" + MOST_THREADS) @Nullable Integer threads) {

    int checked() {
      Checks checks = new Checks();
      int count = checks.within("threads", threads, 1, MOST_THREADS);
      checks.done();
      return count;
    }
  }
}
