package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.Trustline;
import org.kalepool.lab.sandbox.ledger.Contracts;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** Calls of the KALE asset's contract from outside: what SEP-41 says, for accounts. */
final class AssetCalls {
  private final Contracts contracts;
  private final FarmState farm;
  private final Authority authority;
  private final CallLog log;
  private final CallTarget call;

  AssetCalls(
      Contracts contracts, FarmState farm, Authority authority, CallLog log, CallTarget call) {
    this.contracts = contracts;
    this.farm = farm;
    this.authority = authority;
    this.log = log;
    this.call = call;
  }

  Val run() {
    List<Val> args = call.args();
    return switch (call.function()) {
      case "balance" -> {
        Trustline line = farm.kale(Args.address(args, 0));
        yield Val.i128(line == null ? 0 : line.balance().stroops());
      }
      case "decimals" -> new Val.U32(7);
      case "name" -> new Val.Str(CreditAsset.name(contracts.kale()));
      case "symbol" -> new Val.Str(contracts.kale().code());
      case "transfer" -> transfer(Args.address(args, 0), Args.address(args, 1), Args.i128(args, 2));
      case "burn" -> burn(Args.address(args, 0), Args.i128(args, 1));
      default ->
          throw new HostTrap(
              HostError.WASM_MISSING_VALUE,
              Val.list(
                  new Val.Str("trying to invoke non-existent contract function"),
                  new Val.Sym(call.function())),
              "call");
    };
  }

  private Val transfer(Address from, Address to, BigInteger amount) {
    authority.require(from, call, List.of());
    Trustline sender = farm.kale(from);
    farm.setKale(from, checked("burn", from, sender, amount));
    Trustline receiver = farm.kale(to);
    farm.setKale(to, checked("mint", to, receiver, amount));
    log.emitted(
        contracts
            .events()
            .moved(contracts.kale(), new Val.Addr(from), new Val.Addr(to), amount.longValue()));
    return Val.none();
  }

  private Val burn(Address from, BigInteger amount) {
    authority.require(from, call, List.of());
    farm.setKale(from, checked("burn", from, farm.kale(from), amount));
    log.emitted(contracts.events().kale("burn", from, amount));
    return Val.none();
  }

  private Trustline checked(
      String how, Address holder, @Nullable Trustline line, BigInteger amount) {
    if (amount.signum() < 0) {
      throw new HostTrap(
          HostError.CONTEXT_INVALID_ACTION,
          Val.list(new Val.Str("negative amount is not allowed"), new Val.I128(amount)),
          "call");
    }
    try {
      return how.equals("burn") ? Trustline.burn(line, amount) : Trustline.mint(line, amount);
    } catch (ContractException e) {
      log.error(
          contracts.asset(),
          new Val.ContractFault(e.code()),
          AssetFaults.detail(e, how, holder, line, amount));
      throw e;
    }
  }
}
