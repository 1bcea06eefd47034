package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.EarnedSplit;

/**
 * What a payout without leaving would pay now, in stroops. {@code toFarmer + toPoolers = amount}.
 *
 * @param earned what is earned and was not paid out yet: the most that can be asked for
 * @param amount what it was computed for
 * @param settled compensation that is taken from the poolers' shares
 * @param threshold at what earned amount the farmer is paid without asking, null if at none
 */
@RegisterForReflection
@Schema(name = "PayoutPreview")
public record PayoutPreview(
    long earned,
    long amount,
    long toFarmer,
    long toPoolers,
    long settled,
    List<Part> parts,
    @Nullable Long threshold) {
  public PayoutPreview {
    parts = List.copyOf(parts);
  }

  /**
   * What of it was earned with one pooler under one share.
   *
   * @param shareBasisPoints the pooler's share, of 10 000
   */
  @RegisterForReflection
  @Schema(name = "PayoutPreviewPart")
  public record Part(
      UUID poolerId, int shareBasisPoints, long earned, long share, long settled, long toPooler) {
    private static Part of(EarnedSplit.Part part) {
      return new Part(
          part.pooler(),
          part.basisPoints(),
          part.earned().stroops(),
          part.share().stroops(),
          part.settled().stroops(),
          part.toPooler().stroops());
    }
  }

  static PayoutPreview of(long earned, EarnedSplit split, @Nullable Long threshold) {
    return new PayoutPreview(
        earned,
        split.earned().stroops(),
        split.toFarmer().stroops(),
        split.toPoolers().stroops(),
        split.settled().stroops(),
        split.parts().stream().map(Part::of).toList(),
        threshold);
  }

  /** Where nothing is earned. */
  static PayoutPreview none(@Nullable Long threshold) {
    return new PayoutPreview(0, 0, 0, 0, 0, List.of(), threshold);
  }
}
