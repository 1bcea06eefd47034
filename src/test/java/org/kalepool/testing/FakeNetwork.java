package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;

/**
 * Applies what {@link FakeTransactions} has open to the {@link FakeChain}, by the contract's rules
 * and in the ledgers that a test says; takes the fees from the accounts.
 */
@Alternative
@Singleton
public final class FakeNetwork {
  public static final Xlm PLANT_FEE = Xlm.ofStroops(30_000);
  public static final Xlm WORK_FEE = Xlm.ofStroops(14_000);
  public static final Xlm HARVEST_FEE = Xlm.ofStroops(13_000);

  /** Of a harvest in a batch. */
  public static final Xlm BATCHED_FEE = Xlm.ofStroops(9_000);

  private final FakeTransactions transactions;
  private final FakeChain chain;

  FakeNetwork(FakeTransactions transactions, FakeChain chain) {
    this.transactions = transactions;
    this.chain = chain;
  }

  /** Applies everything open in the next ledger. */
  public void landAll() {
    chain.close(1);
    List<TransactionRequest> open = List.copyOf(transactions.open());
    try {
      open.forEach(this::land);
    } catch (ContractException e) {
      throw new AssertionError("not all of these can land: " + open, e);
    }
  }

  /** Applies one call in the current ledger by the contract's rules. */
  public void land(TransactionRequest request) {
    long id = transactions.id(request);
    Kale minted = null;
    Xlm fee;
    switch (request.call()) {
      case Call.Plant plant -> {
        chain
            .contract()
            .plant(chain.now(), plant.farmer(), BigInteger.valueOf(plant.amount().stroops()));
        fee = PLANT_FEE;
      }
      case Call.Work work -> {
        chain.contract().work(chain.now(), work.farmer(), work.hash(), work.nonce());
        fee = WORK_FEE;
      }
      case Call.Harvest harvest -> {
        Kale before = chain.kale(harvest.farmer());
        chain.contract().harvest(harvest.farmer(), harvest.index());
        minted = chain.kale(harvest.farmer()).minus(before);
        fee = HARVEST_FEE;
      }
      case Call.Many many -> {
        landMany(id, request, many);
        return;
      }
      case Call.Operations _, Call.MakeVault _, Call.Settle _, Call.Stop _ ->
          throw new IllegalArgumentException("not in these tests: " + request);
      case ContractCall own -> throw new IllegalArgumentException("not in these tests: " + own);
    }
    Long block = request.call() instanceof Call.Plant ? chain.index() : null;
    end(
        request,
        new Outcome.Landed(
            hash(id), chain.now().ledger(), chain.now().time(), fee, block, minted, null));
  }

  /**
   * Each plant, work or harvest of a batch by itself; one that the contract refuses fails alone.
   */
  private void landMany(long id, TransactionRequest request, Call.Many many) {
    List<Outcome> each = new ArrayList<>();
    for (Call item : many.items()) {
      long ledger = chain.now().ledger();
      long time = chain.now().time();
      try {
        Kale rewarded = done(item);
        Long block = item instanceof Call.Plant ? chain.index() : null;
        each.add(
            new Outcome.Landed(
                hash(id), ledger, time, BATCHED_FEE, block, null, null, null, rewarded));
      } catch (ContractException e) {
        Cause cause = item instanceof Call.Plant ? Cause.ALREADY_PLANTED : Cause.PAIL_MISSING;
        each.add(new Outcome.Failed(hash(id), ledger, time, BATCHED_FEE, cause, e.toString()));
      }
    }
    Xlm fee = BATCHED_FEE.times(each.size());
    chain.setXlm(request.lane(), chain.xlm(request.lane()).minus(fee));
    transactions.settle(
        id,
        new Outcome.Landed(
            hash(id), chain.now().ledger(), chain.now().time(), fee, null, null, null),
        each);
  }

  private @Nullable Kale done(Call item) {
    return switch (item) {
      case Call.Plant plant -> {
        BigInteger stake = BigInteger.valueOf(plant.amount().stroops());
        chain.contract().plant(chain.now(), plant.farmer(), stake);
        yield null;
      }
      case Call.Work work -> {
        chain.contract().work(chain.now(), work.farmer(), work.hash(), work.nonce());
        yield null;
      }
      case Call.Harvest harvest ->
          Kale.ofStroops(
              chain.contract().harvest(harvest.farmer(), harvest.index()).longValueExact());
      default -> throw new IllegalArgumentException("not in these tests: " + item);
    };
  }

  /** A batch fails as a whole, without ever reaching a ledger. */
  public void refuseMany(TransactionRequest request, Cause cause) {
    Outcome refused = new Outcome.Refused(null, cause, "by the test");
    transactions.settle(
        transactions.id(request), refused, request.deeds().stream().map(_ -> refused).toList());
  }

  /** Fails in the current ledger, with a fee. */
  public void fail(TransactionRequest request, Cause cause) {
    Hash hash = hash(transactions.id(request));
    end(
        request,
        new Outcome.Failed(
            hash, chain.now().ledger(), chain.now().time(), HARVEST_FEE, cause, "by the test"));
  }

  /** Ends without ever reaching a ledger. */
  public void refuse(TransactionRequest request, Cause cause) {
    end(request, new Outcome.Refused(null, cause, "by the test"));
  }

  /** An end of the test's making, whose fee the account pays. */
  public void end(TransactionRequest request, Outcome outcome) {
    chain.setXlm(request.lane(), chain.xlm(request.lane()).minus(outcome.fee()));
    transactions.settle(transactions.id(request), outcome);
  }

  private static Hash hash(long id) {
    return Hash.ofHex("%064x".formatted(id));
  }
}
