package org.kalepool.exit;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a claim stands.
 *
 * @param balanceId 72 hexadecimal digits
 * @param amount KALE, stroops
 * @param state {@code UNDER_WAY}, {@code CLAIMED} or {@code FAILED}
 * @param cause why it failed, null if it did not
 */
@Schema(name = "ClaimStatus")
record ClaimStatus(
    UUID farmerId,
    String balanceId,
    long amount,
    @Schema(enumeration = {UNDER_WAY, CLAIMED, FAILED}) String state,
    @Nullable String cause,
    @Nullable String detail,
    @Nullable String transactionHash,
    @Nullable Long ledger,
    Instant requestedAt) {
  static final String UNDER_WAY = "UNDER_WAY";
  static final String CLAIMED = "CLAIMED";
  static final String FAILED = "FAILED";
}
