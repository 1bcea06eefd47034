package org.kalepool.stellar.chain;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;

/**
 * Entries as of one ledger.
 *
 * @param byKey by base64 XDR of their keys
 */
public record EntryReader(Map<String, Rpc.LedgerEntryResult> byKey, long ledger) {

  /** Reads up to {@link StellarRpc#MAX_KEYS} entries in one call, so as of one ledger. */
  public static EntryReader read(StellarRpc rpc, Collection<LedgerKey> keys) {
    List<String> asked = keys.stream().map(LedgerKeys::text).toList();
    return of(Set.copyOf(asked), rpc.getLedgerEntries(asked));
  }

  /** Reads any number of entries, in as few calls as possible; one reader for each call. */
  public static List<EntryReader> readMany(StellarRpc rpc, Collection<LedgerKey> keys) {
    List<String> asked = keys.stream().map(LedgerKeys::text).toList();
    Set<String> all = Set.copyOf(asked);
    return rpc.getManyLedgerEntries(asked).stream().map(answer -> of(all, answer)).toList();
  }

  /**
   * An entry under a key that was not asked for is one that was, spoilt, and must not pass for
   * gone.
   */
  private static EntryReader of(Set<String> asked, Rpc.GetLedgerEntriesResponse answer) {
    Map<String, Rpc.LedgerEntryResult> byKey = new HashMap<>();
    for (Rpc.LedgerEntryResult entry : answer.found()) {
      if (entry == null || entry.key() == null || entry.xdr() == null) {
        throw new RpcException("getLedgerEntries: an entry without key or value");
      }
      if (!asked.contains(entry.key())) {
        throw new RpcException("getLedgerEntries: an entry that was not asked for");
      }
      byKey.put(entry.key(), entry);
    }
    return new EntryReader(byKey, answer.latestLedger());
  }

  /**
   * The account, null if there is none.
   *
   * @throws XdrException if the node gave something else under its key
   */
  public @Nullable AccountEntry account(Address account) {
    LedgerEntryData data = data(LedgerKeys.account(account));
    if (data == null) {
      return null;
    }
    AccountEntry entry = data.getAccount();
    if (entry == null || !Xdr.account(entry.getAccountID()).equals(account)) {
      throw new XdrException("wanted the account " + account + ", got another entry");
    }
    return entry;
  }

  /** The account's sequence number, null if there is no account. */
  public @Nullable Long sequence(Address account) {
    AccountEntry entry = account(account);
    return entry == null ? null : entry.getSeqNum().getSequenceNumber().getInt64();
  }

  public @Nullable LedgerEntryData data(LedgerKey key) {
    Rpc.LedgerEntryResult entry = byKey.get(LedgerKeys.text(key));
    return entry == null ? null : data(entry);
  }

  /** An entry that has not expired as of this ledger; the node may still hold expired ones. */
  public Rpc.@Nullable LedgerEntryResult live(LedgerKey key) {
    Rpc.LedgerEntryResult entry = byKey.get(LedgerKeys.text(key));
    if (entry == null) {
      return null;
    }
    Long until = entry.liveUntilLedgerSeq();
    return until != null && until < ledger ? null : entry;
  }

  public static LedgerEntryData data(Rpc.LedgerEntryResult entry) {
    return Xdr.read("a ledger entry", entry.xdr(), LedgerEntryData::decode);
  }

  /** The last ledger that an entry of contract data lives in. */
  public static long liveUntil(Rpc.LedgerEntryResult entry) {
    Long until = entry.liveUntilLedgerSeq();
    if (until == null) {
      throw new RpcException("contract data without liveUntilLedgerSeq");
    }
    return until;
  }
}
