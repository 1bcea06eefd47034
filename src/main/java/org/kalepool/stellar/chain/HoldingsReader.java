package org.kalepool.stellar.chain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.AccountEntryExtensionV1;
import org.stellar.sdk.xdr.AccountEntryExtensionV2;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.TrustLineEntry;
import org.stellar.sdk.xdr.TrustLineFlags;

/** Reads an account and its KALE trustline, or what the asset's contract keeps for a contract. */
public final class HoldingsReader {
  private HoldingsReader() {}

  static List<LedgerKey> keys(Address account, KaleNetwork network) {
    return account.isAccount()
        ? List.of(LedgerKeys.account(account), LedgerKeys.trustline(account, network))
        : List.of(LedgerKeys.balance(network.assetContract(), account));
  }

  /**
   * What an account or a contract has.
   *
   * @return null if the account does not exist; a contract has KALE, maybe none, without limit
   */
  public static @Nullable Holdings read(
      EntryReader entries, Address account, KaleNetwork network, Xlm baseReserve) {
    if (account.isContract()) {
      return contract(entries, account, network);
    }
    AccountEntry of = entries.account(account);
    if (of == null) {
      return null;
    }
    LedgerEntryData line = entries.data(LedgerKeys.trustline(account, network));
    TrustLineEntry trustline = line == null ? null : line.getTrustLine();
    if (line != null && trustline == null) {
      throw new XdrException("wanted a trustline of " + account + ", got another entry");
    }
    return Xdr.understand(
        "the account " + account, () -> holdings(of, trustline, account, baseReserve, entries));
  }

  private static Holdings holdings(
      AccountEntry of,
      @Nullable TrustLineEntry trustline,
      Address account,
      Xlm baseReserve,
      EntryReader entries) {
    long balance = of.getBalance().getInt64();
    return new Holdings(
        account,
        Xlm.ofStroops(balance),
        Xlm.ofStroops(spendable(of, baseReserve)),
        of.getSeqNum().getSequenceNumber().getInt64(),
        trustline == null ? null : Kale.ofStroops(trustline.getBalance().getInt64()),
        trustline == null
            ? null
            : Kale.ofStroops(trustline.getLimit().getInt64() - buying(trustline)),
        entries.ledger(),
        trustline == null || authorized(trustline),
        attached(of, trustline != null));
  }

  private static Holdings contract(EntryReader entries, Address contract, KaleNetwork network) {
    VaultReader.Held held = VaultReader.Held.of(entries, contract, network);
    return new Holdings(
        contract,
        Xlm.ZERO,
        Xlm.ZERO,
        0,
        held.amount(),
        Kale.ofStroops(Long.MAX_VALUE),
        entries.ledger(),
        held.authorized());
  }

  /** As the merge counts (stellar-core, MergeOpFrame): sub-entries without the signers. */
  private static Holdings.Attached attached(AccountEntry account, boolean trustline) {
    long entries =
        Xdr.value(account.getNumSubEntries()) - account.getSigners().length - (trustline ? 1 : 0);
    AccountEntryExtensionV2 second = second(account);
    long sponsoring = second == null ? 0 : Xdr.value(second.getNumSponsoring());
    return new Holdings.Attached(Math.max(0, entries), sponsoring);
  }

  private static @Nullable AccountEntryExtensionV2 second(AccountEntry account) {
    if (account.getExt().getDiscriminant() != 1) {
      return null;
    }
    AccountEntryExtensionV1 first = account.getExt().getV1();
    return first.getExt().getDiscriminant() == 2 ? first.getExt().getV2() : null;
  }

  private static boolean authorized(TrustLineEntry trustline) {
    long flag = TrustLineFlags.AUTHORIZED_FLAG.getValue();
    return (Xdr.value(trustline.getFlags()) & flag) != 0;
  }

  private static long buying(TrustLineEntry trustline) {
    return trustline.getExt().getDiscriminant() == 1
        ? trustline.getExt().getV1().getLiabilities().getBuying().getInt64()
        : 0;
  }

  /** What an account may spend, stroops. */
  public static long spendable(AccountEntry account, Xlm baseReserve) {
    return Math.max(0, account.getBalance().getInt64() - locked(account, baseReserve));
  }

  /**
   * What an account may not spend: (2 + entries + sponsoring − sponsored) reserves, and what its
   * offers could sell.
   */
  private static long locked(AccountEntry account, Xlm baseReserve) {
    long units = 2 + Xdr.value(account.getNumSubEntries());
    long selling = 0;
    if (account.getExt().getDiscriminant() == 1) {
      selling = account.getExt().getV1().getLiabilities().getSelling().getInt64();
    }
    AccountEntryExtensionV2 second = second(account);
    if (second != null) {
      units += Xdr.value(second.getNumSponsoring()) - Xdr.value(second.getNumSponsored());
    }
    return Math.addExact(baseReserve.times(units).stroops(), selling);
  }
}
