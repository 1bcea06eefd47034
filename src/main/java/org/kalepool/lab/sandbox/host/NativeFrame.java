package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.Val;

/** What a contract in Java can do: the environment interface as far as it needs it. */
public interface NativeFrame {
  /** Its own address. */
  Address contract();

  HostLedger ledger();

  /** Demands that an address has allowed this very call. */
  void requireAuth(Address address);

  /** The same with other arguments than the call's. */
  void requireAuth(Address address, List<Val> args);

  /** Calls another contract. */
  Val call(Address contract, String function, List<Val> args);

  /** An entry that lives, within the footprint; null for none. */
  @Nullable EntryState get(EntryKey key);

  /**
   * Writes an entry; one that exists keeps its life.
   *
   * @param data LedgerEntryData as XDR
   * @param liveUntil of an entry that is new: 0 for classic ones, and for contracts' the least that
   *     the network allows
   */
  void put(EntryKey key, byte[] data, long liveUntil);

  void delete(EntryKey key);

  /** Extends an entry's life where no more than {@code threshold} ledgers are left of it. */
  void extend(EntryKey key, long threshold, long extendTo);

  void event(List<Val> topics, Val data);

  /** The host's fault of this kind, written into the diagnostics; to be thrown. */
  HostFault fault(HostFault.Kind kind, HostFault.Code code, String message, Val... args);

  /** A fault of the contract's own, written into the diagnostics; to be thrown. */
  HostFault fault(int code, String message, Val... args);

  /** Says something that is no fault. */
  void log(String message, Val... args);

  /** Counts what it takes, stated by the contract itself. */
  void charge(long instructions, long memory);
}
