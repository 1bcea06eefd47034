package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.host.NativeContract;
import org.kalepool.lab.sandbox.host.NativeFrame;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.Val;

/**
 * The contract that every asset has (SAC): SEP-41 and what its administrator may do, for accounts
 * by their trustlines, for contracts by entries of its own. Issuers have no flags in the sandbox:
 * nobody is authorized by them or has assets clawed back.
 */
final class AssetContract implements NativeContract {
  /** What a call takes besides what the host counts, as measured on a real network. */
  private static final long INSTRUCTIONS = 60_000;

  /** The first call of all, by the host. */
  private static Val made(NativeFrame frame, List<Val> args) {
    if (args.size() == 1 && args.getFirst() instanceof Val.Bytes(String hex)) {
      AssetStorage made = AssetStorage.made(frame.contract(), HexFormat.of().parseHex(hex));
      frame.put(
          made.key(),
          made.data(),
          AssetFrame.life(frame.ledger(), new Key.Instance(frame.contract())));
    }
    return Val.none();
  }

  @Override
  public Val call(NativeFrame frame, String function, List<Val> args) {
    frame.charge(INSTRUCTIONS, 0);
    return function.equals("init_asset")
        ? made(frame, args)
        : new Call(frame, function, args).run();
  }

  /** One call. */
  private static final class Call {
    private final NativeFrame frame;
    private final String function;
    private final List<Val> args;
    private final AssetFrame asset;
    private final AssetHoldings holdings;
    private final AssetAllowances allowances;

    Call(NativeFrame frame, String function, List<Val> args) {
      this.frame = frame;
      this.function = function;
      this.args = args;
      this.asset = new AssetFrame(frame);
      this.holdings = new AssetHoldings(asset);
      this.allowances = new AssetAllowances(asset);
    }

    Val run() {
      return switch (function) {
        case "balance" -> {
          takes(1);
          asset.extendInstance();
          yield new Val.I128(holdings.balance(address(0)));
        }
        case "authorized" -> {
          takes(1);
          asset.extendInstance();
          yield new Val.Bool(holdings.authorized(address(0)));
        }
        case "allowance" -> {
          takes(2);
          asset.extendInstance();
          yield new Val.I128(allowances.amount(address(0), address(1)));
        }
        case "decimals" -> {
          takes(0);
          yield new Val.U32(7);
        }
        case "name" -> {
          takes(0);
          yield new Val.Str(asset.name());
        }
        case "symbol" -> {
          takes(0);
          yield new Val.Str(asset.symbol());
        }
        case "admin" -> {
          takes(0);
          yield new Val.Addr(asset.admin());
        }
        case "transfer" -> transfer(address(0), address(1), amount(2, 3));
        case "transfer_from" -> transferFrom(address(0), address(1), address(2), amount(3, 4));
        case "approve" -> approve(address(0), address(1), amount(2, 4));
        case "burn" -> burn(address(0), amount(1, 2));
        case "burn_from" -> burnFrom(address(0), address(1), amount(2, 3));
        case "mint" -> mint(address(0), amount(1, 2));
        case "clawback" -> clawback(address(0), amount(1, 2));
        case "set_admin" -> setAdmin(address(0));
        case "set_authorized" -> setAuthorized(address(0));
        default -> throw unknown();
      };
    }

    private HostFault unknown() {
      return frame.fault(
          HostFault.Kind.WASM_VM,
          HostFault.Code.MISSING_VALUE,
          "trying to invoke non-existent contract function",
          new Val.Sym(function));
    }

    private void takes(int count) {
      if (args.size() != count) {
        throw frame.fault(
            HostFault.Kind.CONTEXT,
            HostFault.Code.UNEXPECTED_SIZE,
            "wrong number of args to func",
            new Val.Sym(function));
      }
    }

    private Address address(int at) {
      if (at < args.size() && args.get(at) instanceof Val.Addr(Address address)) {
        return address;
      }
      throw mistyped();
    }

    /** An amount that is not negative, of as many arguments. */
    private BigInteger amount(int at, int count) {
      takes(count);
      if (!(args.get(at) instanceof Val.I128(BigInteger amount))) {
        throw mistyped();
      }
      if (amount.signum() < 0) {
        throw asset.fault(
            AssetFrame.NEGATIVE, "negative amount is not allowed", new Val.I128(amount));
      }
      return amount;
    }

    private HostFault mistyped() {
      return frame.fault(
          HostFault.Kind.VALUE, HostFault.Code.UNEXPECTED_TYPE, "unexpected type of argument");
    }

    private Val transfer(Address from, Address to, BigInteger amount) {
      frame.requireAuth(from);
      asset.extendInstance();
      holdings.spend(from, amount);
      holdings.receive(to, amount);
      holdings.moved(from, to, amount);
      return Val.none();
    }

    private Val transferFrom(Address spender, Address from, Address to, BigInteger amount) {
      frame.requireAuth(spender);
      asset.extendInstance();
      allowances.spend(from, spender, amount);
      holdings.spend(from, amount);
      holdings.receive(to, amount);
      holdings.moved(from, to, amount);
      return Val.none();
    }

    private Val approve(Address from, Address spender, BigInteger amount) {
      if (!(args.get(3) instanceof Val.U32(long liveUntil))) {
        throw mistyped();
      }
      frame.requireAuth(from);
      asset.extendInstance();
      allowances.set(from, spender, amount, liveUntil);
      asset.event(
          "approve",
          List.of(new Val.Addr(from), new Val.Addr(spender)),
          Val.list(new Val.I128(amount), new Val.U32(liveUntil)));
      return Val.none();
    }

    private Val burn(Address from, BigInteger amount) {
      demandCredit();
      demandNotIssuer(from);
      frame.requireAuth(from);
      asset.extendInstance();
      holdings.spend(from, amount);
      asset.event("burn", List.of(new Val.Addr(from)), new Val.I128(amount));
      return Val.none();
    }

    private Val burnFrom(Address spender, Address from, BigInteger amount) {
      demandCredit();
      demandNotIssuer(from);
      frame.requireAuth(spender);
      asset.extendInstance();
      allowances.spend(from, spender, amount);
      holdings.spend(from, amount);
      asset.event("burn", List.of(new Val.Addr(from)), new Val.I128(amount));
      return Val.none();
    }

    private Val mint(Address to, BigInteger amount) {
      demandNotIssuer(to);
      frame.requireAuth(asset.admin());
      asset.extendInstance();
      holdings.receive(to, amount);
      asset.event("mint", List.of(new Val.Addr(to)), new Val.I128(amount));
      return Val.none();
    }

    private Val clawback(Address from, BigInteger amount) {
      holdings.demandClawback(from);
      demandNotIssuer(from);
      frame.requireAuth(asset.admin());
      asset.extendInstance();
      holdings.take(from, amount);
      asset.event("clawback", List.of(new Val.Addr(from)), new Val.I128(amount));
      return Val.none();
    }

    private Val setAdmin(Address admin) {
      takes(1);
      Address before = asset.admin();
      frame.requireAuth(before);
      asset.extendInstance();
      asset.setAdmin(admin);
      asset.event("set_admin", List.of(new Val.Addr(before)), new Val.Addr(admin));
      return Val.none();
    }

    private Val setAuthorized(Address holder) {
      takes(2);
      if (!(args.get(1) instanceof Val.Bool(boolean authorized))) {
        throw mistyped();
      }
      frame.requireAuth(asset.admin());
      asset.extendInstance();
      holdings.authorize(holder, authorized);
      asset.event("set_authorized", List.of(new Val.Addr(holder)), new Val.Bool(authorized));
      return Val.none();
    }

    private void demandCredit() {
      if (asset.asset() == null) {
        throw asset.fault(AssetFrame.NOT_SUPPORTED, "operation invalid on native asset");
      }
    }

    private void demandNotIssuer(Address address) {
      if (asset.isIssuer(address)) {
        throw asset.fault(AssetFrame.NOT_SUPPORTED, "operation invalid on issuer");
      }
    }
  }
}
