package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** How long entries live, and how that is extended. */
final class Lives {
  private static final long MOST_LEDGER = 0xFFFF_FFFFL;

  private final Storage storage;
  private final Diagnostics log;
  private final HostLedger ledger;

  Lives(Storage storage, Diagnostics log) {
    this.storage = storage;
    this.log = log;
    this.ledger = storage.ledger();
  }

  /** The last ledger of an entry that is made now. */
  long least(EntryKey key) {
    long ttl = key.isTemporary() ? ledger.minTemporaryTtl() : ledger.minPersistentTtl();
    return ledger.sequence() + ttl - 1;
  }

  /** Where no more than the threshold is left, it lives that many ledgers from now on. */
  void extend(EntryKey key, long threshold, long extendTo, @Nullable HostValue name) {
    if (threshold > extendTo) {
      throw log.fault(
          Kind.STORAGE,
          Code.INVALID_INPUT,
          "threshold must be <= extend_to",
          Values.u32(threshold),
          Values.u32(extendTo));
    }
    EntryState state = extendable(key, extendTo, name);
    long until = ledger.sequence() + extendTo;
    if (until > MOST_LEDGER) {
      throw HostFault.of(Kind.CONTEXT, Code.INTERNAL_ERROR, "ledger out of range");
    }
    if (state.liveUntil() - ledger.sequence() <= threshold) {
      prolong(key, state, Math.min(until, ledger.maxLiveUntil()));
    }
  }

  /** Extends it to live that many ledgers from now on, by no less and no more than so many. */
  void extend(EntryKey key, long extendTo, long least, long most, @Nullable HostValue name) {
    if (most < least) {
      throw log.fault(
          Kind.STORAGE,
          Code.INVALID_INPUT,
          "max_extension must be >= min_extension",
          Values.u32(most),
          Values.u32(least));
    }
    EntryState state = extendable(key, extendTo, name);
    long wanted = Math.max(0, extendTo - (state.liveUntil() - ledger.sequence()));
    long possible = Math.max(0, ledger.maxLiveUntil() - state.liveUntil());
    long by = Math.min(Math.min(wanted, most), possible);
    if (by >= least) {
      prolong(key, state, state.liveUntil() + by);
    }
  }

  private void prolong(EntryKey key, EntryState state, long until) {
    if (until > state.liveUntil()) {
      storage.prolong(key, state.until(until));
    }
  }

  private EntryState extendable(EntryKey key, long extendTo, @Nullable HostValue name) {
    EntryState state = new Entries(storage, log).extendable(key, name);
    if (key.isTemporary() && extendTo > ledger.maxLiveUntil() - ledger.sequence()) {
      throw log.fault(
          Kind.STORAGE,
          Code.INVALID_ACTION,
          "trying to extend temporary entry past max TTL allowed by network: {} > {}",
          Values.u32(extendTo),
          Values.u32(ledger.maxLiveUntil() - ledger.sequence()));
    }
    return state;
  }
}
