package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Headers;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.LedgerJournal;
import org.kalepool.lab.sandbox.ledger.LedgerStore;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.Market;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.xdr.Event;

/**
 * The network's state and what changes it: sending a transaction, and closing a ledger.
 * Transactions are applied in the order they were sent. Not thread-safe: {@link Sandbox} holds the
 * lock.
 */
public final class Network {
  /** How a transaction was taken up. */
  public enum SendStatus {
    PENDING,
    DUPLICATE,
    TRY_AGAIN_LATER,
    ERROR
  }

  /**
   * What is said to a transaction that was sent.
   *
   * @param refusal TransactionResult in base64 when the status is ERROR
   */
  public record Sent(
      SendStatus status, Hash hash, @Nullable String refusal, @Nullable String diagnosis) {
    public static Sent of(SendStatus status, Hash hash) {
      return new Sent(status, hash, null, null);
    }
  }

  private final NetworkRules rules;
  private final HostCalls host;
  private final LedgerStore store;
  private final TxQueue queue;
  private final TxCheck check;
  private final Headers headers;
  private final LedgerJournal journal;
  private final LedgerHistory history;
  private final NavigableMap<Long, List<SignedTransaction>> late = new TreeMap<>();
  private final Market market;
  private long feePool;

  /**
   * @param host runs contracts
   * @param first the ledger that everything starts from
   * @param retention ledgers whose transactions are remembered
   */
  public Network(
      NetworkRules rules,
      HostCalls host,
      LedgerStore store,
      ClosedLedger first,
      LedgerJournal journal,
      long retention,
      Market market) {
    this.rules = rules;
    this.host = host;
    this.store = store;
    this.queue = new TxQueue(rules.limits());
    this.check = new TxCheck(rules);
    this.headers = new Headers(rules);
    this.journal = journal;
    this.history = new LedgerHistory(first, retention);
    this.market = market;
  }

  public NetworkRules rules() {
    return rules;
  }

  public Ledger latest() {
    return latestClosed().ledger();
  }

  ClosedLedger latestClosed() {
    return history.latest();
  }

  public Ledger oldest() {
    return history.oldest();
  }

  public long retention() {
    return history.retention();
  }

  /** The ledger that closed so many ledgers ago, or the oldest that is known. */
  public ClosedLedger back(long ledgers) {
    return history.back(ledgers);
  }

  /** Closed ledgers from this one on, in order. */
  public Collection<ClosedLedger> since(long ledger) {
    return history.since(ledger);
  }

  public Hash hashBefore(long ledger) {
    return history.hashBefore(ledger);
  }

  public LedgerStore store() {
    return store;
  }

  public @Nullable TxRecord transaction(Hash hash) {
    return history.transaction(hash);
  }

  public boolean hasPending(Address account) {
    return queue.pendingOf(account) > 0;
  }

  public Sent send(SignedTransaction tx, long baseFee) {
    if (queue.has(tx.hash())) {
      return Sent.of(SendStatus.DUPLICATE, tx.hash());
    }
    int pending = queue.pendingOf(tx.source());
    SignedTransaction old =
        rules.onePendingPerAccount() && pending > 0 ? queue.of(tx.source()) : null;
    if (old != null && old.innerHash().equals(tx.hash())) {
      return Sent.of(SendStatus.DUPLICATE, tx.hash());
    }
    SignedTransaction bumped =
        old != null && tx.bump() != null && old.sequence() == tx.sequence() ? old : null;
    if (queue.isBanned(tx.hash()) || (old != null && bumped == null)) {
      return Sent.of(SendStatus.TRY_AGAIN_LATER, tx.hash());
    }
    long entry = Math.max(baseFee, entry(baseFee));
    TxResult refusal = check.whenSent(tx, store, latest(), bumped != null ? 0 : pending, entry);
    if (refusal == null && bumped != null) {
      refusal = tooLittleMore(bumped, tx);
    }
    if (refusal != null) {
      String xdr =
          tx.bump() == null || refusal.code() == TxCode.INSUFFICIENT_FEE
              ? refusal.base64()
              : refusal.bumpedBase64(tx.innerHash());
      Event why = check.diagnosis(tx, refusal.code());
      return new Sent(
          SendStatus.ERROR, tx.hash(), xdr, why == null ? null : why.diagnosticBase64(false));
    }
    if (bumped != null) {
      queue.replace(bumped.hash(), tx);
    } else {
      queue.add(tx);
    }
    return Sent.of(SendStatus.PENDING, tx.hash());
  }

  /** Takes a transaction that waits back, as if nobody had sent it; for replays. */
  public void takeBack(Hash hash) {
    queue.takeBack(hash);
  }

  /** Has no ledger take this one up that waits. */
  public void passOver(Hash hash) {
    queue.passOver(hash);
  }

  /** What an operation has to bid for a place in the queue. */
  private long entry(long baseFee) {
    Ledger now = latest();
    return Market.entry(market.crowd(now.sequence() + 1, now.closeTime(), baseFee), baseFee);
  }

  /** What is wrong with a fee bump that is to replace a waiting one; null if it bids enough. */
  private static @Nullable TxResult tooLittleMore(SignedTransaction old, SignedTransaction bump) {
    long enough = TxQueue.TIMES_TO_REPLACE * TxQueue.bid(old);
    return TxQueue.bid(bump) < enough ? TxCheck.tooLow(bump, enough) : null;
  }

  /** What the crowd paid in the ledgers from this one on, as far as they are remembered. */
  public Collection<LedgerPrices> pricesSince(long ledger) {
    return history.pricesSince(ledger);
  }

  /** Sends it once this ledger has closed, whatever comes of it then. */
  public void sendLate(SignedTransaction tx, long ledger) {
    late.computeIfAbsent(ledger, any -> new ArrayList<>()).add(tx);
  }

  /**
   * Closes the next ledger.
   *
   * @param ledger number and close time, both above the latest ones; a replay may close the latest
   *     number once more, because recorders move the clock within a ledger
   * @param baseFee what an operation pays in it, stroops
   * @param room how much fits into it
   */
  public ClosedLedger close(Ledger ledger, long baseFee, Limits room) {
    long lowest = latest().sequence() + (rules.checkSignatures() ? 1 : 0);
    if (ledger.sequence() < lowest || ledger.closeTime() < latest().closeTime()) {
      throw new IllegalArgumentException("ledger " + ledger + " cannot follow " + latest());
    }
    dropStale(ledger);
    List<Long> crowd = market.crowd(ledger.sequence(), ledger.closeTime(), baseFee);
    TxQueue.Taken taken = queue.take(ledger.sequence(), baseFee, room, crowd);
    history.paid(
        ledger.sequence(),
        new LedgerPrices(taken.callPrice(), taken.classicPrice(), taken.others()));
    Overlay changes = new Overlay(store.during(ledger.sequence()));
    List<TxRecord> applied = apply(taken, ledger, changes);
    ClosedLedger now =
        headers.close(ledger, latestClosed().hash(), baseFee, sameLedger(ledger, applied), feePool);
    List<Change> stamped = changes.changes();
    journal.closed(now, stamped);
    remember(now);
    store.close(ledger.sequence(), stamped);
    while (!late.isEmpty() && late.firstKey() <= ledger.sequence()) {
      late.pollFirstEntry().getValue().forEach(tx -> send(tx, rules.baseFee()));
    }
    return now;
  }

  /** A ledger that is closed again keeps what it had. */
  private List<TxRecord> sameLedger(Ledger ledger, List<TxRecord> applied) {
    if (ledger.sequence() > latest().sequence()) {
      return applied;
    }
    List<TxRecord> all = new ArrayList<>(latestClosed().transactions());
    all.addAll(applied);
    return all;
  }

  private List<TxRecord> apply(TxQueue.Taken taken, Ledger ledger, Overlay changes) {
    TxApplier applier = new TxApplier(rules, host, ledger);
    List<SignedTransaction> all = taken.transactions();
    long[] charged = new long[all.size()];
    for (int i = 0; i < charged.length; i++) {
      charged[i] = applier.charge(all.get(i), changes, taken.price(all.get(i)));
      feePool += charged[i];
    }
    List<TxRecord> applied = new ArrayList<>();
    for (int i = 0; i < charged.length; i++) {
      applied.add(applier.apply(all.get(i), i + 1, changes, charged[i]));
    }
    return applied;
  }

  /** What cannot be valid in this ledger never gets into it. */
  private void dropStale(Ledger ledger) {
    Set<Address> seen = new HashSet<>();
    for (SignedTransaction tx : queue.all()) {
      boolean first = seen.add(tx.source());
      boolean stale =
          first ? check.whenApplied(tx, store, ledger) != null : !check.inTime(tx, ledger);
      if (stale) {
        queue.drop(tx.hash(), ledger.sequence());
      }
    }
  }

  /** Takes a ledger into the history, also one that was read from the journal. */
  public void remember(ClosedLedger now) {
    history.remember(now);
  }

  /** Forgets every ledger but the latest, and the transactions in them, as a fresh node does. */
  public void forget() {
    history.forget();
  }

  /** Changes entries outside any transaction, as the sandbox's owner may. */
  public void grant(List<Change> changes) {
    long ledger = latest().sequence();
    List<Change> stamped =
        changes.stream()
            .map(
                c ->
                    new Change(
                        c.key(),
                        c.before(),
                        c.after() == null ? null : c.after().modifiedIn(ledger)))
            .toList();
    journal.granted(ledger, stamped);
    store.close(ledger, stamped);
  }
}
