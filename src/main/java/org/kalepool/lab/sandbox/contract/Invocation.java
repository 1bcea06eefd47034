package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.ContractTrap;
import org.kalepool.kale.Farm;
import org.kalepool.kale.FarmContract;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Moment;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.ledger.Contracts;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** One call of a contract, run against entries, with what it did and what it took. */
public final class Invocation {
  /** The outcome: a value, or the error that stopped it. */
  public sealed interface Outcome {
    record Returned(Val value) implements Outcome {}

    record Stopped(Val error) implements Outcome {}
  }

  private final Contracts contracts;
  private final CallTarget call;
  private final Moment now;
  private final FarmState farm;
  private final View before;
  private final Authority authority;
  private final CallLog log;
  private CallKind kind = CallKind.OTHER;

  Invocation(
      Contracts contracts,
      CallTarget call,
      Moment now,
      FarmState farm,
      View before,
      Authority authority,
      CallLog log) {
    this.contracts = contracts;
    this.call = call;
    this.now = now;
    this.farm = farm;
    this.before = before;
    this.authority = authority;
    this.log = log;
  }

  /** Which kind of call it turned out to be, for what it costs. */
  CallKind kind() {
    return kind;
  }

  Outcome run() {
    log.called(null, call.contract(), call.function(), call.args());
    try {
      Val value = dispatch();
      log.returned(call.contract(), call.function(), value);
      return new Outcome.Returned(value);
    } catch (ContractException e) {
      Val error = new Val.ContractFault(e.code());
      String how = e.raisedByAsset() ? "call" : "fail_with_error";
      if (!e.raisedByAsset()) {
        log.error(
            call.contract(),
            error,
            Val.list(new Val.Str("failing with contract error"), new Val.U32(e.code())));
      }
      return stopped(error, how);
    } catch (ContractTrap e) {
      // the contract's own arithmetic check ends in the VM's unreachable instruction
      Val error = new Val.HostFault(HostError.WASM_INVALID_ACTION);
      log.error(
          call.contract(),
          error,
          Val.list(new Val.Str("VM call trapped: UnreachableCodeReached"), fn()));
      return new Outcome.Stopped(error);
    } catch (HostTrap e) {
      Val error = new Val.HostFault(e.error());
      log.error(call.contract(), error, e.detail());
      return stopped(error, e.hostFunction());
    }
  }

  private Outcome stopped(Val error, String hostFunction) {
    log.error(
        call.contract(),
        error,
        new Val.Str("escalating error to VM trap from failed host function call: " + hostFunction));
    log.trapped(call.contract(), call.function(), error);
    return new Outcome.Stopped(error);
  }

  private Val fn() {
    return new Val.Sym(call.function());
  }

  private Val dispatch() {
    if (call.contract().equals(contracts.farm())) {
      farm.readCode(farm.instance().code());
      return dispatchFarm();
    }
    if (call.contract().equals(contracts.asset())) {
      return new AssetCalls(contracts, farm, authority, log, call).run();
    }
    throw new HostTrap(
        HostError.STORAGE_MISSING_VALUE,
        Val.list(
            new Val.Str("trying to get non-existing value for contract instance"),
            new Val.Addr(call.contract())),
        "call");
  }

  private Val dispatchFarm() {
    FarmContract contract = new FarmContract(farm, farm);
    List<Val> args = call.args();
    return switch (call.function()) {
      case "plant" -> plant(contract, Args.address(args, 0), Args.i128(args, 1));
      case "work" -> work(contract);
      case "harvest" -> {
        kind = CallKind.HARVEST;
        yield new Val.I128(contract.harvest(Args.address(args, 0), Args.u32(args, 1)));
      }
      case "pause" -> {
        requireHomesteader();
        contract.pause();
        yield Val.none();
      }
      case "unpause" -> {
        requireHomesteader();
        contract.unpause();
        yield Val.none();
      }
      case "remove_block" -> {
        long index = Args.u32(args, 0);
        requireHomesteader();
        contract.removeBlock(index);
        yield Val.none();
      }
      default ->
          throw new HostTrap(
              HostError.WASM_MISSING_VALUE,
              Val.list(new Val.Str("trying to invoke non-existent contract function"), fn()),
              "call");
    };
  }

  private Val plant(FarmContract contract, Address farmer, BigInteger amount) {
    List<CallTarget> below =
        amount.signum() > 0
            ? List.of(
                new CallTarget(
                    contracts.asset(), "burn", List.of(new Val.Addr(farmer), new Val.I128(amount))))
            : List.of();
    authority.require(farmer, call, below);
    Farm running = farm.farm();
    boolean first = before.get(new Key.BlockAt(call.contract(), running.index())) == null;
    boolean due = now.time() - running.observed().timestamp() >= GameRules.BLOCK_INTERVAL_SECONDS;
    if (amount.signum() == 0) {
      kind = CallKind.PLANT_NOTHING;
    } else if (first && running.index() == 0 && !due) {
      kind = CallKind.PLANT_FIRST;
    } else {
      kind = first || due ? CallKind.PLANT_OPENING : CallKind.PLANT;
    }
    contract.plant(now, farmer, amount);
    return Val.none();
  }

  private Val work(FarmContract contract) {
    Address farmer = Args.address(call.args(), 0);
    Hash hash = Args.hash(call.args(), 1);
    long nonce = Args.u64(call.args(), 2);
    StoredEntry pail = before.get(new Key.PailOf(call.contract(), farmer, farm.farm().index()));
    boolean again = pail != null && pail.data() instanceof Data.PailData(Pail p) && p.worked();
    kind = again ? CallKind.WORK_AGAIN : CallKind.WORK;
    return new Val.U32(contract.work(now, farmer, hash, nonce));
  }

  private void requireHomesteader() {
    authority.require(farm.farm().homesteader(), call, List.of());
  }
}
