package org.kalepool.lab.sandbox.contract;

import java.util.List;
import org.kalepool.lab.sandbox.ledger.Contracts;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.xdr.HostFunctionType;
import org.stellar.sdk.xdr.InvokeHostFunctionOp;

/**
 * Which calls need no host: those that farmers make all day, of KALE and its asset's contract, by
 * accounts that are not the asset's issuer.
 */
public final class ShortWay {
  private ShortWay() {}

  public static boolean takes(NetworkRules rules, InvokeHostFunctionOp operation) {
    Contracts contracts = rules.contracts();
    if (!contracts.fromStart()
        || operation.getHostFunction().getDiscriminant()
            != HostFunctionType.HOST_FUNCTION_TYPE_INVOKE_CONTRACT) {
      return false;
    }
    CallTarget call = CallTarget.of(operation.getHostFunction().getInvokeContract());
    return call.contract().equals(contracts.farm())
        ? contracts.javaRules() && byAccounts(call.args())
        : call.contract().equals(contracts.asset())
            && isAllDay(call.function())
            && byHolders(contracts, call.args());
  }

  private static boolean isAllDay(String function) {
    return switch (function) {
      case "balance", "decimals", "name", "symbol", "transfer", "burn" -> true;
      default -> false;
    };
  }

  private static boolean byHolders(Contracts contracts, List<Val> args) {
    return byAccounts(args) && !args.contains(new Val.Addr(contracts.kale().issuer()));
  }

  private static boolean byAccounts(List<Val> args) {
    return args.stream().noneMatch(arg -> arg instanceof Val.Addr(var who) && !who.isAccount());
  }
}
