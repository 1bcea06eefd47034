package org.kalepool.lab.sandbox.transaction;

import static org.stellar.sdk.xdr.OperationType.CLAIM_CLAIMABLE_BALANCE;
import static org.stellar.sdk.xdr.OperationType.CREATE_CLAIMABLE_BALANCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Crypto;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.ClaimClaimableBalanceOp;
import org.stellar.sdk.xdr.ClaimPredicate;
import org.stellar.sdk.xdr.ClaimPredicateType;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.CreateClaimableBalanceOp;
import org.stellar.sdk.xdr.Int64;

/** Claimable balances. Whoever makes one pays a reserve for each claimant until it is claimed. */
final class ClaimOps {
  private static final int OPERATION_ID = 6;

  private final OpContext op;

  ClaimOps(OpContext op) {
    this.op = op;
  }

  OpResult create(CreateClaimableBalanceOp create) {
    CreditAsset asset = CreditAsset.of(create.getAsset());
    long amount = create.getAmount().getInt64();
    int claimants = create.getClaimants().length;
    if (amount <= 0 || claimants == 0 || claimants > 10) {
      return OpResult.of(CREATE_CLAIMABLE_BALANCE, -1);
    }
    AssetOps.Refusal taken = new AssetOps(op).take(op.source(), asset, amount);
    if (taken != AssetOps.Refusal.NONE) {
      return OpResult.of(CREATE_CLAIMABLE_BALANCE, AssetOps.refused(taken, -3, -4, -5));
    }
    Address sponsor = op.sponsors().getOrDefault(op.source(), op.source());
    if (!new Reserves(op).sponsor(sponsor, claimants)) {
      return OpResult.of(CREATE_CLAIMABLE_BALANCE, -2);
    }
    Hash id = id();
    Data.Claimable balance =
        new Data.Claimable(
            asset, amount, Arrays.stream(create.getClaimants()).map(this::claimant).toList());
    op.state().put(new Key.Claimable(id), StoredEntry.classic(balance).sponsoredBy(sponsor));
    emit(balance, new Val.Addr(op.source()), new Val.BalanceAddr(id));
    return OpResult.of(CREATE_CLAIMABLE_BALANCE, 0, new XdrOut().int32(0).raw(id.bytes()).bytes());
  }

  OpResult claim(ClaimClaimableBalanceOp claim) {
    Key key = new Key.Claimable(Hash.of(claim.getBalanceID().getV0().getHash()));
    StoredEntry entry = op.state().get(key);
    if (entry == null || !(entry.data() instanceof Data.Claimable balance)) {
      return OpResult.of(CLAIM_CLAIMABLE_BALANCE, -1);
    }
    if (balance.claimants().stream().noneMatch(this::may)) {
      return OpResult.of(CLAIM_CLAIMABLE_BALANCE, -2);
    }
    AssetOps.Refusal given = new AssetOps(op).give(op.source(), balance.asset(), balance.amount());
    if (given != AssetOps.Refusal.NONE) {
      return OpResult.of(CLAIM_CLAIMABLE_BALANCE, AssetOps.refused(given, -4, -5, -3));
    }
    op.state().remove(key);
    Address sponsor = entry.sponsor();
    if (sponsor != null) {
      new Reserves(op).release(sponsor, balance.claimants().size());
    }
    emit(
        balance,
        new Val.BalanceAddr(Hash.of(claim.getBalanceID().getV0().getHash())),
        new Val.Addr(op.source()));
    return OpResult.of(CLAIM_CLAIMABLE_BALANCE, 0);
  }

  private void emit(Data.Claimable balance, Val from, Val to) {
    op.emit(op.rules().contracts().events().moved(balance.asset(), from, to, balance.amount()));
  }

  /** A balance is named after the operation that makes it. */
  private Hash id() {
    XdrOut out = new XdrOut().int32(OPERATION_ID);
    XdrAddresses.writeAccount(out, op.transaction().source());
    return Crypto.sha256(out.int64(op.transaction().sequence()).int32(op.number()).bytes());
  }

  private Data.Claimant claimant(Claimant claimant) {
    try {
      ClaimPredicate predicate = claimant.getV0().getPredicate();
      return new Data.Claimant(
          XdrAddresses.address(claimant.getV0().getDestination()), fixed(predicate).toXdrBase64());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Times counted from the making become times on the clock, as the network stores them. */
  private ClaimPredicate fixed(ClaimPredicate predicate) {
    return switch (predicate.getDiscriminant()) {
      case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME -> {
        ClaimPredicate absolute = new ClaimPredicate();
        absolute.setDiscriminant(ClaimPredicateType.CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME);
        absolute.setAbsBefore(
            new Int64(op.ledger().closeTime() + predicate.getRelBefore().getInt64()));
        yield absolute;
      }
      case CLAIM_PREDICATE_AND -> {
        predicate.setAndPredicates(fixed(predicate.getAndPredicates()));
        yield predicate;
      }
      case CLAIM_PREDICATE_OR -> {
        predicate.setOrPredicates(fixed(predicate.getOrPredicates()));
        yield predicate;
      }
      case CLAIM_PREDICATE_NOT -> {
        predicate.setNotPredicate(fixed(predicate.getNotPredicate()));
        yield predicate;
      }
      default -> predicate;
    };
  }

  private ClaimPredicate[] fixed(ClaimPredicate[] predicates) {
    return Arrays.stream(predicates).map(this::fixed).toArray(ClaimPredicate[]::new);
  }

  private boolean may(Data.Claimant claimant) {
    try {
      return claimant.account().equals(op.source())
          && holds(ClaimPredicate.fromXdrBase64(claimant.predicate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean holds(ClaimPredicate predicate) {
    return switch (predicate.getDiscriminant()) {
      case CLAIM_PREDICATE_UNCONDITIONAL -> true;
      case CLAIM_PREDICATE_AND ->
          List.of(predicate.getAndPredicates()).stream().allMatch(this::holds);
      case CLAIM_PREDICATE_OR ->
          List.of(predicate.getOrPredicates()).stream().anyMatch(this::holds);
      case CLAIM_PREDICATE_NOT -> !holds(predicate.getNotPredicate());
      case CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME ->
          op.ledger().closeTime() < predicate.getAbsBefore().getInt64();
      case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME -> false;
    };
  }
}
