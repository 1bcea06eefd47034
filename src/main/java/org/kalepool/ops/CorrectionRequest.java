package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Corrections.Correction;
import org.kalepool.books.Corrections.What;
import org.kalepool.books.Debtor;
import org.kalepool.web.Checks;

/** The body of an operator's correction. Amounts are stroops. */
@RegisterForReflection
@Schema(
    name = "CorrectionRequest",
    requiredProperties = {"what", "amount", "debtor", "cause", "why"})
record CorrectionRequest(
    @Schema(enumeration = {"kale", "xlm", "pail"}) @Nullable String what,
    @Schema(description = "The pail's block, for a pail only") @Nullable Long blockIndex,
    @Schema(description = "Chain less books, stroops: negative for a shortage; a pail's stake")
        @Nullable Long amount,
    @Schema(description = "For a pail that was harvested: its reward, stroops; without, it is lost")
        @Nullable Long reward,
    @Schema(
            description =
                "Of a shortage: who bears it (POOLER: owed to the farmer). Of a surplus: who gave"
                    + " it (POOLER: pays what it owes, otherwise a deposit)",
            enumeration = {"FARMER", "POOLER", "NETWORK"})
        @Nullable String debtor,
    @Schema(description = "A word such as CLAWBACK", pattern = "^[A-Z][A-Z0-9_]{2,39}$")
        @Nullable String cause,
    @Schema(
            description = "For the record, and shown to the farmer",
            maxLength = OperatorRequest.LONGEST_REASON)
        @Nullable String why) {
  private static final Pattern CAUSE = Pattern.compile("[A-Z][A-Z0-9_]{2,39}");

  /**
   * @throws org.kalepool.web.ProblemException naming every field that is wrong
   */
  Correction checked(UUID farmer) {
    Checks checks = new Checks();
    Optional<What> kind =
        Arrays.stream(What.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(what))
            .findFirst();
    if (kind.isEmpty()) {
      checks.add("what", "must be kale, xlm or pail");
    }
    Optional<Debtor> who =
        Arrays.stream(Debtor.values()).filter(each -> each.name().equals(debtor)).findFirst();
    if (who.isEmpty()) {
      checks.add("debtor", "must be FARMER, POOLER or NETWORK");
    }
    if (amount == null || amount == 0 || amount == Long.MIN_VALUE) {
      checks.add("amount", "must be the difference in stroops, chain less books");
    }
    boolean pail = kind.filter(What.PAIL::equals).isPresent();
    if (pail != (blockIndex != null)) {
      checks.add("block_index", pail ? "is missing" : "is for a pail only");
    }
    if (reward != null && (!pail || reward < 0)) {
      checks.add("reward", pail ? "cannot be negative" : "is for a pail only");
    }
    if (cause == null || !CAUSE.matcher(cause).matches()) {
      checks.add("cause", "must be a word of 3 to 40 capitals, digits and underscores");
    }
    String reason = OperatorRequest.reason(checks, why);
    checks.done();
    return new Correction(
        farmer,
        kind.orElseThrow(),
        blockIndex,
        amount == null ? 0 : amount,
        reward,
        who.orElseThrow(),
        String.valueOf(cause),
        reason);
  }
}
