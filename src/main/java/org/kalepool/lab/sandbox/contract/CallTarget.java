package org.kalepool.lab.sandbox.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.InvokeContractArgs;

/** A contract's function and the arguments it is called with. */
public record CallTarget(Address contract, String function, List<Val> args) {
  public static CallTarget of(InvokeContractArgs call) {
    return new CallTarget(
        XdrAddresses.address(call.getContractAddress()),
        new String(call.getFunctionName().getSCSymbol().getBytes(), StandardCharsets.UTF_8),
        Arrays.stream(call.getArgs()).map(ScValReader::of).toList());
  }

  /** A SorobanAuthorizedInvocation of this call and those below it. */
  void writeInvocation(XdrOut out, List<CallTarget> below) {
    out.int32(0);
    XdrAddresses.writeScAddress(out, contract);
    out.string(function).int32(args.size());
    args.forEach(arg -> arg.write(out));
    out.int32(below.size());
    below.forEach(call -> call.writeInvocation(out, List.of()));
  }
}
