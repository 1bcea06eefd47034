package org.kalepool.stellar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/** Reads back, by the SDK alone, what a recorded envelope asks for. */
final class RecordedCalls {
  private RecordedCalls() {}

  static TransactionV1Envelope inner(String base64) {
    TransactionEnvelope envelope =
        Xdr.read("a recorded envelope", base64, TransactionEnvelope::decode);
    return envelope.getDiscriminant() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP
        ? envelope.getFeeBump().getTx().getInnerTx().getV1()
        : envelope.getV1();
  }

  /** The call of a recorded envelope; payments of other assets come out as payments of KALE. */
  static Call of(String base64) {
    Operation[] operations = inner(base64).getTx().getOperations();
    if (operations[0].getBody().getDiscriminant() == OperationType.INVOKE_HOST_FUNCTION) {
      return of(
          operations[0].getBody().getInvokeHostFunctionOp().getHostFunction().getInvokeContract());
    }
    List<Call.Op> ops = Arrays.stream(operations).map(RecordedCalls::op).toList();
    return new Call.Operations(ops);
  }

  private static Call of(InvokeContractArgs call) {
    SCVal[] arguments = call.getArgs();
    Address farmer = ScVals.address(arguments[0]);
    String function =
        new String(call.getFunctionName().getSCSymbol().getBytes(), StandardCharsets.US_ASCII);
    return switch (function) {
      case "plant" ->
          new Call.Plant(farmer, Kale.ofStroops(ScVals.int128(arguments[1]).longValueExact()));
      case "work" ->
          new Call.Work(
              farmer, Hash.of(ScVals.bytes(arguments[1])), ScVals.uint64(arguments[2]).longValue());
      case "harvest" -> new Call.Harvest(farmer, ScVals.uint32(arguments[1]));
      default -> throw new IllegalStateException(function);
    };
  }

  private static Call.Op op(Operation operation) {
    Address source = source(operation.getSourceAccount());
    Operation.OperationBody body = operation.getBody();
    return switch (body.getDiscriminant()) {
      case PAYMENT ->
          new Call.PayKale(
              source,
              Xdr.account(body.getPaymentOp().getDestination()),
              Kale.ofStroops(body.getPaymentOp().getAmount().getInt64()));
      case CHANGE_TRUST ->
          body.getChangeTrustOp().getLimit().getInt64() == 0
              ? new Call.CloseTrustline(source)
              : new Call.OpenTrustline(source);
      case ACCOUNT_MERGE -> new Call.Merge(source, Xdr.account(body.getDestination()));
      case CREATE_CLAIMABLE_BALANCE ->
          new Call.ClaimableKale(
              source,
              Xdr.account(
                  body.getCreateClaimableBalanceOp().getClaimants()[0].getV0().getDestination()),
              Kale.ofStroops(body.getCreateClaimableBalanceOp().getAmount().getInt64()));
      // what the pool never does stands as something it does
      default -> new Call.OpenTrustline(source);
    };
  }

  private static @Nullable Address source(@Nullable MuxedAccount muxed) {
    return muxed == null ? null : Xdr.account(muxed);
  }
}
