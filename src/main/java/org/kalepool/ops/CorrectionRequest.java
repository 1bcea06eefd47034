package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Corrections.Correction;
import org.kalepool.books.Corrections.What;
import org.kalepool.books.Debtor;
import org.kalepool.web.Checks;
import org.kalepool.web.OneOf;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;

/** The body of an operator's correction. Amounts are stroops. */
@RegisterForReflection
@Schema(name = "CorrectionRequest")
public record CorrectionRequest(
    @Required @OneOf({"kale", "xlm", PAIL}) String what,
    @Schema(description = "The pail's block, for a pail only") @Nullable Long blockIndex,
    @Schema(description = "Chain less books, stroops: negative for a shortage; a pail's stake")
        @Required
        Long amount,
    @Schema(description = "For a pail that was harvested: its reward, stroops; without, it is lost")
        @Nullable Long reward,
    @Schema(
            description =
                "Of a shortage: who bears it (POOLER: owed to the farmer). Of a surplus: who gave"
                    + " it (POOLER: pays what it owes, otherwise a deposit)")
        @Required
        @OneOf({"FARMER", "POOLER", "NETWORK"})
        String debtor,
    @Schema(description = "A word such as CLAWBACK")
        @NotNull(message = NO_CAUSE)
        @Pattern(regexp = "^[A-Z][A-Z0-9_]{2,39}$", message = NO_CAUSE)
        String cause,
    @Schema(description = "For the record, and shown to the farmer") @Why String why)
    implements RequestRules {
  private static final String PAIL = "pail";
  private static final String NO_CAUSE =
      "must be a word of 3 to 40 capitals, digits and underscores";

  @Override
  public void check(Checks checks) {
    if (amount != null && (amount == 0 || amount == Long.MIN_VALUE)) {
      checks.add("amount", "must be the difference in stroops, chain less books");
    }
    boolean pail = PAIL.equals(what);
    if (pail != (blockIndex != null)) {
      checks.add("block_index", pail ? Checks.MISSING : "is for a pail only");
    }
    if (reward != null && (!pail || reward < 0)) {
      checks.add("reward", pail ? "cannot be negative" : "is for a pail only");
    }
  }

  Correction correction(UUID farmer) {
    return new Correction(
        farmer,
        What.valueOf(what.toUpperCase(Locale.ROOT)),
        blockIndex,
        amount,
        reward,
        Debtor.valueOf(debtor),
        cause,
        why.strip());
  }
}
