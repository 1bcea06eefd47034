package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.ContractTrap;
import org.kalepool.kale.Farm;
import org.kalepool.kale.FarmContract;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Moment;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.host.NativeContract;
import org.kalepool.lab.sandbox.host.NativeFrame;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.xdr.Val;

/** KALE's rules in Java as a contract that others can call, and that can be made anew. */
final class FarmNative implements NativeContract {
  /** What a call takes besides what the host counts and what it does, as measured. */
  private static final long INSTRUCTIONS = 500_000;

  /** What a farm's making, a work that counts and a plant take more. */
  private static final long MAKING = 490_000;

  private static final long WORKING = 200_000;
  private static final long PLANTING = 60_000;
  private static final long MEMORY = 130_000;

  /** Of the contract's own code, which nobody has here. */
  private static final int CODE_BYTES = 17_099;

  private final Hash code;

  FarmNative(Hash code) {
    this.code = code;
  }

  @Override
  public int codeBytes() {
    return CODE_BYTES;
  }

  @Override
  public Val call(NativeFrame frame, String function, List<Val> args) {
    frame.charge(INSTRUCTIONS, MEMORY);
    return new Call(frame, code, function, args).run();
  }

  /** One call. */
  private static final class Call {
    private final NativeFrame frame;
    private final Hash code;
    private final String function;
    private final List<Val> args;
    private final Escalations escalations;
    private final FarmEntries entries;
    private final FarmContract contract;
    private final Moment now;

    Call(NativeFrame frame, Hash code, String function, List<Val> args) {
      this.frame = frame;
      this.code = code;
      this.function = function;
      this.args = args;
      this.escalations = new Escalations(frame, function);
      this.entries = new FarmEntries(frame, code, escalations);
      this.contract = new FarmContract(entries, entries);
      this.now = new Moment(frame.ledger().sequence(), frame.ledger().timestamp());
    }

    Val run() {
      try {
        return dispatch();
      } catch (ContractException e) {
        HostFault fault =
            frame.fault(e.code(), "failing with contract error", new Val.U32(e.code()));
        throw escalations.of(fault, "fail_with_error");
      } catch (ContractTrap | HostTrap e) {
        throw frame.fault(
            HostFault.Kind.WASM_VM,
            HostFault.Code.INVALID_ACTION,
            "VM call trapped: UnreachableCodeReached",
            new Val.Sym(function));
      }
    }

    private void requireAuth(Address address) {
      try {
        frame.requireAuth(address);
      } catch (HostFault e) {
        throw escalations.of(e, "require_auth");
      }
    }

    private Val dispatch() {
      return switch (function) {
        case "__constructor" -> {
          takes(2);
          yield made(Args.address(args, 0), Args.address(args, 1));
        }
        case "plant" -> {
          takes(2);
          Address farmer = Args.address(args, 0);
          BigInteger amount = Args.i128(args, 1);
          requireAuth(farmer);
          contract.plant(now, farmer, amount);
          frame.charge(PLANTING, 0);
          yield Val.none();
        }
        case "work" -> {
          takes(3);
          Address farmer = Args.address(args, 0);
          long gap = contract.work(now, farmer, Args.hash(args, 1), Args.u64(args, 2));
          frame.charge(WORKING, 0);
          yield new Val.U32(gap);
        }
        case "harvest" -> {
          takes(2);
          yield new Val.I128(contract.harvest(Args.address(args, 0), Args.u32(args, 1)));
        }
        case "pause" -> {
          takes(0);
          requireAuth(entries.farm().homesteader());
          contract.pause();
          yield Val.none();
        }
        case "unpause" -> {
          takes(0);
          requireAuth(entries.farm().homesteader());
          contract.unpause();
          yield Val.none();
        }
        case "remove_block" -> {
          takes(1);
          long index = Args.u32(args, 0);
          requireAuth(entries.farm().homesteader());
          contract.removeBlock(index);
          yield Val.none();
        }
        default ->
            throw frame.fault(
                HostFault.Kind.WASM_VM,
                HostFault.Code.MISSING_VALUE,
                "trying to invoke non-existent contract function",
                new Val.Sym(function));
      };
    }

    private void takes(int count) {
      if (args.size() != count) {
        throw frame.fault(
            HostFault.Kind.WASM_VM,
            HostFault.Code.UNEXPECTED_SIZE,
            "VM call failed: Func(MismatchingParameterLen)",
            new Val.Sym(function));
      }
    }

    /** The instance and the code are to live as long as anything can. */
    private Val made(Address homesteader, Address asset) {
      frame.charge(MAKING, 0);
      requireAuth(homesteader);
      long time = now.time();
      entries.putFarm(new Farm(homesteader, asset, 0, Block.unobserved(time), false));
      long most = NetworkRules.MAX_TTL - 1;
      frame.extend(EntryKey.instance(frame.contract()), most, most);
      frame.extend(EntryKey.code(code.bytes()), most, most);
      return Val.none();
    }
  }
}
