package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.ForgottenPayouts;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.web.Checks;
import org.kalepool.web.Moments;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;
import org.kalepool.web.Within;

/** The bodies of operators' commands. Each reason is taken without the blanks around it. */
public final class OperatorRequest {
  /** The whole in basis points. */
  static final int WHOLE = 10_000;

  private OperatorRequest() {}

  /** Why something is done. */
  @RegisterForReflection
  @Schema(name = "ReasonRequest")
  public record Reason(
      @Schema(description = "For the record, and shown to the farmer") @Why String why) {
    public String reason() {
      return why.strip();
    }
  }

  /** Which envelope landed, and how that is known. */
  @RegisterForReflection
  @Schema(name = "LandingRequest")
  public record Landing(
      @Schema(description = "Of the envelope that landed, hexadecimal") @TransactionHash
          String hash,
      @Schema(description = "For the record") @Why String why) {

    Hash landed() {
      return Hash.ofHex(hash);
    }

    public String reason() {
      return why.strip();
    }
  }

  /** Terms to be announced. */
  @RegisterForReflection
  @Schema(name = "TermsRequest")
  public record Terms(
      @Schema(description = "The pooler's part in 1/10 000") @Required @Within(min = 0, max = WHOLE)
          Integer shareBasisPoints,
      @Schema(
              description =
                  "In force for what is planted from then on, such as 2027-01-01T00:00:00Z",
              format = "date-time")
          @Required
          String validFrom,
      @Schema(description = "For the record, and shown to the farmers") @Why String why,
      @Schema(description = "Only to this farmer; to all of the pooler's without it") @UuidText
          @Nullable String farmerId)
      implements RequestRules {

    @Override
    public void check(Checks checks) {
      checks.readable("valid_from", validFrom, "", Moments::of);
    }

    Instant from() {
      return Moments.of(validFrom);
    }

    public String reason() {
      return why.strip();
    }

    /** Only to this one; null: to all. */
    @Nullable UUID farmer() {
      return farmerId == null ? null : UUID.fromString(farmerId);
    }
  }

  /** A payment that the pool has forgotten. */
  @RegisterForReflection
  @Schema(name = "PaidRequest")
  public record Paid(
      @Schema(description = "Of the transaction that paid it") @TransactionHash
          String transactionHash,
      @Schema(description = "Whose debt it was; needed where several poolers owe the farmer")
          @UuidText
          @Nullable String poolerId,
      @Schema(description = "For the record") @Why String why) {

    /** Whose debt it was; null: of the only one that owes. */
    @Nullable UUID pooler() {
      return poolerId == null ? null : UUID.fromString(poolerId);
    }

    Hash transaction() {
      return Hash.ofHex(transactionHash);
    }

    public String reason() {
      return why.strip();
    }
  }

  /** A payout of what was earned that the pool has forgotten; amounts are stroops. */
  @RegisterForReflection
  @Schema(name = "ForgottenPayoutRequest")
  public record Payout(
      @Schema(description = "Of the transaction that paid it") @TransactionHash
          String transactionHash,
      @Schema(description = "In which it landed", minimum = "1") @Required Long ledger,
      @Schema(
              description = "What it sent from the farmer's account to the payout wallet, stroops",
              minimum = "0")
          @Required
          Long toFarmer,
      @Schema(
              description = "What it sent from the farmer's account to poolers' wallets, stroops",
              minimum = "0")
          @Required
          Long toPoolers,
      @Schema(description = "For the record") @Why String why)
      implements RequestRules {

    @Override
    public void check(Checks checks) {
      notBelow(checks, "ledger", ledger, 1);
      notBelow(checks, "to_farmer", toFarmer, 0);
      notBelow(checks, "to_poolers", toPoolers, 0);
      if (toFarmer != null && toPoolers != null && toFarmer == 0 && toPoolers == 0) {
        checks.add("to_farmer", "must be more than 0 where to_poolers is not");
      }
    }

    private static void notBelow(Checks checks, String field, @Nullable Long value, long least) {
      if (value != null && value < least) {
        checks.add(field, "must be " + least + " or more");
      }
    }

    ForgottenPayouts.Payout of(UUID farmer) {
      return new ForgottenPayouts.Payout(
          farmer,
          Hash.ofHex(transactionHash),
          ledger,
          Kale.ofStroops(toFarmer),
          Kale.ofStroops(toPoolers));
    }

    public String reason() {
      return why.strip();
    }
  }

  /** How many threads hash. */
  @RegisterForReflection
  @Schema(name = "ThreadsRequest")
  public record Threads(@Required @Within(min = 1, max = 1024) Integer threads) {}

  /** What to hash with. */
  @RegisterForReflection
  @Schema(name = "KernelRequest")
  public record Kernel(
      @Schema(description = "One of the kernels that can be used here") @Required String kernel,
      @Schema(description = "For the record") @Why String why) {
    String name() {
      return kernel.strip();
    }

    public String reason() {
      return why.strip();
    }
  }
}
