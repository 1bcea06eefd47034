package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Lazy;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.xdr.SorobanTransactionData;

/** Applies one transaction of a ledger: its number, its operations all or none, its refund. */
final class TxApplier {
  private final NetworkRules rules;
  private final TxCheck check;
  private final Ledger ledger;

  private final HostCalls host;

  TxApplier(NetworkRules rules, HostCalls host, Ledger ledger) {
    this.rules = rules;
    this.host = host;
    this.check = new TxCheck(rules);
    this.ledger = ledger;
  }

  /** What the operations did together. */
  private record Work(
      List<OpResult> results,
      List<List<Change>> changes,
      List<List<Event>> events,
      @Nullable Supplier<List<String>> diagnostics,
      Meta.@Nullable Call call,
      boolean ok) {
    /** Nothing was done. */
    static Work none() {
      return new Work(List.of(), List.of(), List.of(), null, null, false);
    }
  }

  /** Takes the fee, as is done for all transactions before the first is applied. */
  long charge(SignedTransaction tx, Overlay state, long baseFee) {
    Key key = new Key.Account(tx.feeSource());
    StoredEntry entry = state.get(key);
    if (entry == null || !(entry.data() instanceof Data.Account account)) {
      return 0;
    }
    long wanted = Math.min(tx.fee(), baseFee * tx.feeOperations() + tx.resourceFee());
    long charged = Math.min(wanted, account.balance());
    state.put(key, stamped(entry.with(account.plus(-charged))));
    return charged;
  }

  TxRecord apply(SignedTransaction tx, int order, Overlay state, long charged) {
    TxResult fault = check.whenApplied(tx, state, ledger);
    Overlay numbered = new Overlay(state);
    Work work = Work.none();
    if (fault == null) {
      number(tx, numbered);
    }
    List<Change> before = numbered.writes();
    numbered.mergeInto(state);
    if (fault == null) {
      work = operations(tx, state);
      fault = new TxResult(0, code(work), work.results);
    }
    long refund = work.call == null ? 0 : refund(tx, state, work.call);
    TxResult result = new TxResult(charged - refund, fault.code(), fault.operations());
    return record(tx, order, result, before, work, charged, refund);
  }

  private static TxCode code(Work work) {
    if (work.ok) {
      return TxCode.SUCCESS;
    }
    boolean sponsoring = work.results.stream().allMatch(OpResult::ok);
    return sponsoring ? TxCode.BAD_SPONSORSHIP : TxCode.FAILED;
  }

  private void number(SignedTransaction tx, Overlay state) {
    if (tx.bump() != null) {
      Key payer = new Key.Account(tx.feeSource());
      StoredEntry entry = state.get(payer);
      if (entry != null) {
        state.put(payer, entry);
      }
    }
    Key key = new Key.Account(tx.source());
    StoredEntry entry = state.get(key);
    if (entry != null && entry.data() instanceof Data.Account account) {
      Data.Account used = account.used(tx.sequence(), ledger.sequence(), ledger.closeTime());
      state.put(key, stamped(entry.with(used)));
    }
  }

  private Work operations(SignedTransaction tx, Overlay state) {
    SorobanTransactionData soroban = tx.soroban();
    return soroban != null ? call(tx, soroban, state) : classic(tx, state);
  }

  private Work call(SignedTransaction tx, SorobanTransactionData soroban, Overlay state) {
    Applied applied = new ContractOp(rules, host, ledger).apply(tx, soroban, state);
    boolean ok = applied.result().ok();
    List<Change> changes = ok ? take(applied.changes(), state, applied.livesOnly()) : List.of();
    return new Work(
        List.of(applied.result()),
        ok ? List.of(changes) : List.of(),
        List.of(applied.events()),
        applied.diagnostics(),
        new Meta.Call(
            applied.returned(), applied.nonRefundable(), applied.refundable(), applied.rent()),
        ok);
  }

  private Work classic(SignedTransaction tx, Overlay state) {
    Overlay all = new Overlay(state);
    Map<Address, Address> sponsors = new LinkedHashMap<>();
    List<OpResult> results = new ArrayList<>();
    List<List<Change>> changes = new ArrayList<>();
    List<List<Event>> events = new ArrayList<>();
    boolean ok = true;
    for (int i = 0; i < tx.operations().size(); i++) {
      Overlay one = new Overlay(all);
      OpContext op = OpContext.of(rules, one, ledger, tx, i, sponsors);
      OpResult result = new ClassicOps(op).apply(tx.operations().get(i));
      results.add(result);
      ok &= result.ok();
      if (result.ok()) {
        changes.add(take(one, all, Set.of()));
      }
      events.add(op.events());
    }
    // sponsoring that nobody ends fails the transaction, whose operations all succeeded
    if (!ok || !sponsors.isEmpty()) {
      return new Work(results, List.of(), List.of(), null, null, false);
    }
    all.mergeInto(state);
    return new Work(results, changes, events, null, null, true);
  }

  /**
   * Moves changes down, stamped with the ledger that made them.
   *
   * @param livesOnly those that are not: only their lives have changed
   */
  private List<Change> take(Overlay from, Overlay to, Set<Key> livesOnly) {
    List<Change> stamped = new ArrayList<>();
    for (Change change : from.writes()) {
      StoredEntry after = change.after();
      if (after != null && !livesOnly.contains(change.key())) {
        after = stamped(after);
      }
      stamped.add(new Change(change.key(), change.before(), after));
      if (after == null) {
        to.remove(change.key());
      } else {
        to.put(change.key(), after);
      }
    }
    return stamped;
  }

  private StoredEntry stamped(StoredEntry entry) {
    return entry.modifiedIn(ledger.sequence());
  }

  private long refund(SignedTransaction tx, Overlay state, Meta.Call call) {
    long refund = tx.resourceFee() - call.nonRefundable() - call.refundable();
    Key key = new Key.Account(tx.feeSource());
    StoredEntry entry = state.get(key);
    // whoever merged the payer away in this ledger has the refund lost
    if (entry == null || !(entry.data() instanceof Data.Account account)) {
      return 0;
    }
    state.put(key, stamped(entry.with(account.plus(refund))));
    return refund;
  }

  private TxRecord record(
      SignedTransaction tx,
      int order,
      TxResult result,
      List<Change> before,
      Work work,
      long charged,
      long refund) {
    boolean call = work.call != null;
    List<String> fees = fees(tx, charged, refund, call);
    Supplier<List<String>> made = work.diagnostics;
    Lazy<List<String>> diagnostics = made == null ? Lazy.of(List.of()) : Lazy.by(made);
    return new TxRecord(
        tx.hash(),
        ledger,
        order,
        result.ok(),
        tx.bump() != null,
        tx.soroban() == null ? charged / tx.feeOperations() : charged - tx.resourceFee(),
        tx.base64(),
        tx.bump() == null ? result.base64() : result.bumpedBase64(tx.innerHash()),
        Lazy.by(() -> meta(before, work, fees, diagnostics.get())),
        made == null ? null : diagnostics,
        fees,
        work.ok ? work.events.stream().map(TxApplier::shown).toList() : null);
  }

  private String meta(List<Change> before, Work work, List<String> fees, List<String> diagnostics) {
    return Meta.base64(
        ledger.sequence(),
        before,
        work.ok ? work.changes : List.of(),
        work.ok ? work.events : List.of(),
        work.call,
        fees,
        diagnostics);
  }

  private List<String> fees(SignedTransaction tx, long charged, long refund, boolean call) {
    AssetEvents events = rules.contracts().events();
    List<String> fees = new ArrayList<>();
    fees.add(Meta.transactionEvent(true, events.fee(tx.feeSource(), charged)));
    if (call) {
      fees.add(Meta.transactionEvent(false, events.fee(tx.feeSource(), -refund)));
    }
    return fees;
  }

  private static List<TxRecord.LedgerEvent> shown(List<Event> events) {
    return events.stream()
        .map(
            event ->
                new TxRecord.LedgerEvent(
                    String.valueOf(event.contract()),
                    event.topics().stream().map(TxApplier::base64).toList(),
                    base64(event.data()),
                    event.base64()))
        .toList();
  }

  private static String base64(Val value) {
    return Base64.getEncoder().encodeToString(value.bytes());
  }
}
