package org.kalepool.lab.sandbox.transaction;

import static org.stellar.sdk.xdr.OperationType.ACCOUNT_MERGE;
import static org.stellar.sdk.xdr.OperationType.BEGIN_SPONSORING_FUTURE_RESERVES;
import static org.stellar.sdk.xdr.OperationType.BUMP_SEQUENCE;
import static org.stellar.sdk.xdr.OperationType.CREATE_ACCOUNT;
import static org.stellar.sdk.xdr.OperationType.END_SPONSORING_FUTURE_RESERVES;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.BumpSequenceOp;
import org.stellar.sdk.xdr.CreateAccountOp;
import org.stellar.sdk.xdr.Operation;

/** The classic operations that a pool and its farmers use, with the network's result codes. */
final class ClassicOps {
  private final OpContext op;

  ClassicOps(OpContext op) {
    this.op = op;
  }

  OpResult apply(Operation operation) {
    if (op.state().account(op.source()) == null) {
      return OpResult.outer(OpResult.NO_ACCOUNT);
    }
    var body = operation.getBody();
    return switch (body.getDiscriminant()) {
      case CREATE_ACCOUNT -> createAccount(body.getCreateAccountOp());
      case PAYMENT -> new AssetOps(op).payment(body.getPaymentOp());
      case CHANGE_TRUST -> new AssetOps(op).changeTrust(body.getChangeTrustOp());
      case ACCOUNT_MERGE -> merge(XdrAddresses.address(body.getDestination()));
      case BUMP_SEQUENCE -> bumpSequence(body.getBumpSequenceOp());
      case CREATE_CLAIMABLE_BALANCE -> new ClaimOps(op).create(body.getCreateClaimableBalanceOp());
      case CLAIM_CLAIMABLE_BALANCE -> new ClaimOps(op).claim(body.getClaimClaimableBalanceOp());
      case BEGIN_SPONSORING_FUTURE_RESERVES ->
          beginSponsoring(
              XdrAddresses.address(body.getBeginSponsoringFutureReservesOp().getSponsoredID()));
      case END_SPONSORING_FUTURE_RESERVES -> endSponsoring();
      default -> OpResult.outer(OpResult.NOT_SUPPORTED);
    };
  }

  private OpResult createAccount(CreateAccountOp create) {
    Address account = XdrAddresses.address(create.getDestination());
    long balance = create.getStartingBalance().getInt64();
    if (balance < 0 || account.equals(op.source())) {
      return OpResult.of(CREATE_ACCOUNT, -1);
    }
    if (op.state().account(account) != null) {
      return OpResult.of(CREATE_ACCOUNT, -4);
    }
    Address sponsor = op.sponsors().get(account);
    Data.Account opened = Data.Account.opened(balance, op.ledger().sequence() << 32);
    if ((sponsor != null && !new Reserves(op).sponsor(sponsor, 2))
        || (sponsor == null && balance < opened.reserve(op.rules().baseReserve()))) {
      return OpResult.of(CREATE_ACCOUNT, -3);
    }
    if (op.spendable(op.source()) < balance) {
      return OpResult.of(CREATE_ACCOUNT, -2);
    }
    op.put(op.source(), op.sourceAccount().plus(-balance));
    Data.Account data = sponsor == null ? opened : opened.counts(0, 2, 0);
    op.state().put(new Key.Account(account), StoredEntry.classic(data).sponsoredBy(sponsor));
    emitLumens(account, balance);
    return OpResult.of(CREATE_ACCOUNT, 0);
  }

  private void emitLumens(Address to, long amount) {
    AssetEvents events = op.rules().contracts().events();
    op.emit(events.moved(null, new Val.Addr(op.source()), new Val.Addr(to), amount));
  }

  private OpResult merge(Address destination) {
    Data.Account account = op.sourceAccount();
    int refusal = mergeRefusal(account, destination);
    if (refusal != 0) {
      return OpResult.of(ACCOUNT_MERGE, refusal);
    }
    Key key = new Key.Account(op.source());
    StoredEntry entry = op.state().get(key);
    Address sponsor = entry == null ? null : entry.sponsor();
    op.put(destination, op.account(destination).plus(account.balance()));
    op.state().remove(key);
    if (sponsor != null) {
      new Reserves(op).release(sponsor, 2);
    }
    emitLumens(destination, account.balance());
    return OpResult.of(ACCOUNT_MERGE, 0, new XdrOut().int64(account.balance()).bytes());
  }

  private int mergeRefusal(Data.Account account, Address destination) {
    if (destination.equals(op.source())) {
      return -1;
    }
    if (op.state().account(destination) == null) {
      return -2;
    }
    if (account.subEntries() > 0) {
      return -4;
    }
    // an account that is opened again would start at or below a number that was used
    if (account.sequence() >= op.ledger().sequence() << 32) {
      return -5;
    }
    return account.sponsoring() > 0 || op.sponsors().containsValue(op.source()) ? -7 : 0;
  }

  private OpResult bumpSequence(BumpSequenceOp bump) {
    long to = bump.getBumpTo().getSequenceNumber().getInt64();
    if (to < 0) {
      return OpResult.of(BUMP_SEQUENCE, -1);
    }
    Data.Account account = op.sourceAccount();
    if (to > account.sequence()) {
      op.put(op.source(), account.used(to, op.ledger().sequence(), op.ledger().closeTime()));
    }
    return OpResult.of(BUMP_SEQUENCE, 0);
  }

  private OpResult beginSponsoring(Address sponsored) {
    int refusal = 0;
    if (sponsored.equals(op.source())) {
      refusal = -1;
    } else if (op.sponsors().containsKey(sponsored)) {
      refusal = -2;
    } else if (op.sponsors().containsKey(op.source()) || op.sponsors().containsValue(sponsored)) {
      refusal = -3;
    } else {
      op.sponsors().put(sponsored, op.source());
    }
    return OpResult.of(BEGIN_SPONSORING_FUTURE_RESERVES, refusal);
  }

  private OpResult endSponsoring() {
    @Nullable Address sponsor = op.sponsors().remove(op.source());
    return OpResult.of(END_SPONSORING_FUTURE_RESERVES, sponsor == null ? -1 : 0);
  }
}
