package org.kalepool.stellar;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/** Reads back, by the SDK alone, what a recorded envelope asks for. */
public final class RecordedCalls {
  private static final Set<String> GAME = Set.of("plant", "work", "harvest");

  private RecordedCalls() {}

  public static TransactionV1Envelope inner(String base64) {
    TransactionEnvelope envelope =
        Xdr.read("a recorded envelope", base64, TransactionEnvelope::decode);
    return envelope.getDiscriminant() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP
        ? envelope.getFeeBump().getTx().getInnerTx().getV1()
        : envelope.getV1();
  }

  /** The operations of a recorded envelope, none if it is not one that can be read. */
  static List<Operation> operations(String base64) {
    try {
      return List.of(inner(base64).getTx().getOperations());
    } catch (XdrException e) {
      // recordings also send what is no envelope
      return List.of();
    }
  }

  /** The call of a recorded envelope; payments of other assets come out as payments of KALE. */
  public static Call of(String base64) {
    List<Operation> operations = operations(base64);
    if (operations.size() == 1
        && operations.getFirst().getBody().getDiscriminant()
            == OperationType.INVOKE_HOST_FUNCTION) {
      InvokeContractArgs call =
          operations
              .getFirst()
              .getBody()
              .getInvokeHostFunctionOp()
              .getHostFunction()
              .getInvokeContract();
      return call == null ? new Call.Operations(List.of()) : of(call);
    }
    return new Call.Operations(operations.stream().map(RecordedCalls::op).toList());
  }

  private static Call of(InvokeContractArgs call) {
    SCVal[] arguments = call.getArgs();
    String function =
        new String(call.getFunctionName().getSCSymbol().getBytes(), StandardCharsets.US_ASCII);
    if (!GAME.contains(function)) {
      return new Call.Operations(List.of());
    }
    Address farmer = ScVals.address(arguments[0]);
    return switch (function) {
      case "plant" -> new Call.Plant(farmer, stake(ScVals.int128(arguments[1])));
      case "work" ->
          new Call.Work(
              farmer, Hash.of(ScVals.bytes(arguments[1])), ScVals.uint64(arguments[2]).longValue());
      case "harvest" -> new Call.Harvest(farmer, ScVals.uint32(arguments[1]));
      default -> throw new IllegalStateException(function);
    };
  }

  /** What is beyond 64 bits is as much as there can be; the contract refuses both. */
  private static Kale stake(BigInteger amount) {
    return Kale.ofStroops(amount.bitLength() > 63 ? Long.MAX_VALUE : amount.longValueExact());
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
