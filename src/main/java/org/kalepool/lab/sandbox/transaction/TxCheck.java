package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.Event;
import org.stellar.sdk.xdr.LedgerBounds;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PreconditionsV2;

/** Whether a transaction may enter the queue, or still may be applied, in the network's order. */
final class TxCheck {
  private final NetworkRules rules;

  TxCheck(NetworkRules rules) {
    this.rules = rules;
  }

  /**
   * Checks against the latest closed ledger, as a node does when a transaction is sent.
   *
   * @param pending transactions of the same account that are waiting already
   * @param baseFee the least inclusion fee of an operation now
   * @return null when it may pass
   */
  @Nullable TxResult whenSent(
      SignedTransaction tx, View view, Ledger latest, int pending, long baseFee) {
    TxResult fault = check(tx, view, latest, tx.sequence() - pending, baseFee);
    if (fault == null && rules.checkSignatures()) {
      fault = signatures(tx);
    }
    if (fault == null && LifeCheck.fault(tx) != null) {
      OperationType type = tx.operations().getFirst().getBody().getDiscriminant();
      OpResult malformed = OpResult.of(type, LifeCheck.MALFORMED);
      fault = new TxResult(leastFee(tx), TxCode.FAILED, List.of(malformed));
    }
    if (fault != null) {
      return fault;
    }
    Data.Account payer = view.account(tx.feeSource());
    if (payer == null) {
      return refused(tx, TxCode.NO_ACCOUNT);
    }
    return payer.balance() - payer.reserve(rules.baseReserve()) < tx.fee()
        ? refused(tx, TxCode.INSUFFICIENT_BALANCE)
        : null;
  }

  /**
   * Checks once more in the ledger that applies it, when its fee has been charged; who may sign for
   * an account never changes here, so signatures are checked when it is sent only.
   */
  @Nullable TxResult whenApplied(SignedTransaction tx, View view, Ledger ledger) {
    return check(tx, view, ledger, tx.sequence(), 0);
  }

  /** Whether its preconditions can hold in this ledger; otherwise it is left out. */
  boolean inTime(SignedTransaction tx, Ledger ledger) {
    return time(tx, ledger) == TxCode.SUCCESS;
  }

  private @Nullable TxResult check(
      SignedTransaction tx, View view, Ledger ledger, long sequence, long baseFee) {
    TxCode form = form(tx);
    if (form != TxCode.SUCCESS) {
      return refused(tx, form);
    }
    TxCode time = time(tx, ledger);
    if (time != TxCode.SUCCESS) {
      return refused(tx, time);
    }
    if (tx.fee() - tx.resourceFee() < baseFee * tx.feeOperations()) {
      return tooLow(tx, baseFee);
    }
    Data.Account source = view.account(tx.source());
    if (source == null) {
      return refused(tx, TxCode.NO_ACCOUNT);
    }
    if (sequence != source.sequence() + 1) {
      return refused(tx, TxCode.BAD_SEQ);
    }
    return null;
  }

  private TxCode form(SignedTransaction tx) {
    List<Operation> operations = tx.operations();
    if (operations.isEmpty()) {
      return TxCode.MISSING_OPERATION;
    }
    var soroban = tx.soroban();
    if (!tx.isContracts()) {
      return soroban == null ? TxCode.SUCCESS : TxCode.MALFORMED;
    }
    if (operations.size() != 1 || soroban == null || tx.lacksResourceFee()) {
      return TxCode.MALFORMED;
    }
    return diagnosis(tx) == null ? TxCode.SUCCESS : TxCode.SOROBAN_INVALID;
  }

  /** What a node adds to the refusal of a contract call for what it declares; null for nothing. */
  private @Nullable Event diagnosis(SignedTransaction tx) {
    var soroban = tx.soroban();
    return soroban == null || !tx.isContracts()
        ? null
        : Declared.fault(tx.resources(soroban), tx, rules);
  }

  /** The same for this refusal. */
  @Nullable Event diagnosis(SignedTransaction tx, TxCode refusal) {
    return switch (refusal) {
      case SOROBAN_INVALID -> diagnosis(tx);
      case FAILED -> LifeCheck.fault(tx);
      default -> null;
    };
  }

  private static TxCode time(SignedTransaction tx, Ledger ledger) {
    if (ledger.closeTime() < tx.minTime()) {
      return TxCode.TOO_EARLY;
    }
    if (tx.maxTime() != 0 && ledger.closeTime() > tx.maxTime()) {
      return TxCode.TOO_LATE;
    }
    PreconditionsV2 more = tx.preconditions();
    LedgerBounds bounds = more == null ? null : more.getLedgerBounds();
    if (bounds == null) {
      return TxCode.SUCCESS;
    }
    long max = bounds.getMaxLedger().getUint32().getNumber();
    if (ledger.sequence() < bounds.getMinLedger().getUint32().getNumber()) {
      return TxCode.TOO_EARLY;
    }
    return max != 0 && ledger.sequence() >= max ? TxCode.TOO_LATE : TxCode.SUCCESS;
  }

  private @Nullable TxResult signatures(SignedTransaction tx) {
    SignedTransaction.Bump bump = tx.bump();
    if (bump != null) {
      Signatures outer = new Signatures(bump.signatures(), tx.hash());
      if (!outer.by(bump.source())) {
        return refused(tx, TxCode.BAD_AUTH);
      }
      if (!outer.allUsed()) {
        return refused(tx, TxCode.BAD_AUTH_EXTRA);
      }
    }
    Signatures inner = new Signatures(tx.signatures(), tx.innerHash());
    if (!inner.by(tx.source())) {
      return refused(tx, TxCode.BAD_AUTH);
    }
    List<OpResult> results = new ArrayList<>();
    boolean ok = true;
    for (Operation operation : tx.operations()) {
      Address source = tx.source(operation);
      boolean signed = source.equals(tx.source()) || inner.by(source);
      ok &= signed;
      results.add(
          signed
              ? OpResult.of(operation.getBody().getDiscriminant(), 0)
              : OpResult.outer(OpResult.BAD_AUTH));
    }
    if (!ok) {
      return new TxResult(leastFee(tx), TxCode.FAILED, results);
    }
    return inner.allUsed() ? null : refused(tx, TxCode.BAD_AUTH_EXTRA);
  }

  TxResult refused(SignedTransaction tx, TxCode code) {
    return TxResult.refused(code, code == TxCode.MALFORMED ? 0 : leastFee(tx));
  }

  /** Names what would have been enough. */
  static TxResult tooLow(SignedTransaction tx, long bid) {
    return TxResult.refused(TxCode.INSUFFICIENT_FEE, bid * tx.feeOperations() + tx.resourceFee());
  }

  private long leastFee(SignedTransaction tx) {
    return rules.baseFee() * tx.feeOperations() + tx.resourceFee();
  }
}
