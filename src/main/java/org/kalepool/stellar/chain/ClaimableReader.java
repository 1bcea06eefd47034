package org.kalepool.stellar.chain;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.xdr.Assets;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.ClaimPredicate;
import org.stellar.sdk.xdr.ClaimableBalanceEntry;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;

/** Reads claimable balances. */
final class ClaimableReader {
  private ClaimableReader() {}

  /**
   * @param now the network's time, Unix seconds
   * @throws XdrException if this is none
   */
  static Claimable read(LedgerEntryData data, KaleNetwork network, long now) {
    return Xdr.understand("a claimable balance", () -> claimable(data, network, now));
  }

  private static Claimable claimable(LedgerEntryData data, KaleNetwork network, long now) {
    ClaimableBalanceEntry entry = data.getClaimableBalance();
    if (entry == null) {
      throw new XdrException("wanted a claimable balance, got " + data.getDiscriminant());
    }
    Asset ours = Assets.asset(network.assetCode(), network.assetIssuer());
    boolean kale = Xdr.base64(ours::encode).equals(Xdr.base64(entry.getAsset()::encode));
    Set<Address> claimants = new HashSet<>();
    Set<Address> open = new HashSet<>();
    for (Claimant claimant : entry.getClaimants()) {
      Address who = Xdr.account(claimant.getV0().getDestination());
      claimants.add(who);
      if (holds(claimant.getV0().getPredicate(), now)) {
        open.add(who);
      }
    }
    @Nullable Kale amount = kale ? Kale.ofStroops(entry.getAmount().getInt64()) : null;
    return new Claimable(amount, claimants, open);
  }

  /** As the network judges it; times in entries are absolute. */
  private static boolean holds(ClaimPredicate predicate, long now) {
    return switch (predicate.getDiscriminant()) {
      case CLAIM_PREDICATE_UNCONDITIONAL -> true;
      case CLAIM_PREDICATE_AND ->
          Arrays.stream(predicate.getAndPredicates()).allMatch(part -> holds(part, now));
      case CLAIM_PREDICATE_OR ->
          Arrays.stream(predicate.getOrPredicates()).anyMatch(part -> holds(part, now));
      case CLAIM_PREDICATE_NOT ->
          predicate.getNotPredicate() != null && !holds(predicate.getNotPredicate(), now);
      case CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME -> now < predicate.getAbsBefore().getInt64();
      case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME -> false;
    };
  }
}
