package org.kalepool.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.stellar.sdk.xdr.ExtendFootprintTTLOp;
import org.stellar.sdk.xdr.ExtensionPoint;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.RestoreFootprintOp;

/** Writes what is done about entries' lives: operations on the footprint that they come with. */
public final class LifeOperations {
  private LifeOperations() {}

  public static LedgerKey key(ContractCall.Living entry) {
    return switch (entry) {
      case ContractCall.Instance(var contract) -> LedgerKeys.instance(contract);
      case ContractCall.Code(var hash) -> LedgerKeys.code(hash);
      case ContractCall.Balance(var asset, var contract) -> LedgerKeys.balance(asset, contract);
    };
  }

  /** What a call of this kind is simulated with: its entries. Null for any other call. */
  public static @Nullable SorobanData footprint(Call call) {
    if (!(call instanceof ContractCall.Life life)) {
      return null;
    }
    List<LedgerKey> keys = life.entries().stream().map(LifeOperations::key).toList();
    return switch (life) {
      case ContractCall.Extend _ -> new SorobanData(List.of(), keys, List.of(), 0, 0, 0, 0);
      case ContractCall.Restore _ -> new SorobanData(List.of(), List.of(), keys, 0, 0, 0, 0);
    };
  }

  static Operation operation(ContractCall.Life life) {
    ExtensionPoint plain = new ExtensionPoint();
    plain.setDiscriminant(0);
    Operation.OperationBody body = new Operation.OperationBody();
    switch (life) {
      case ContractCall.Extend extend -> {
        ExtendFootprintTTLOp longer = new ExtendFootprintTTLOp();
        longer.setExt(plain);
        longer.setExtendTo(Xdr.uint32(extend.ledgers()));
        body.setDiscriminant(OperationType.EXTEND_FOOTPRINT_TTL);
        body.setExtendFootprintTTLOp(longer);
      }
      case ContractCall.Restore _ -> {
        RestoreFootprintOp back = new RestoreFootprintOp();
        back.setExt(plain);
        body.setDiscriminant(OperationType.RESTORE_FOOTPRINT);
        body.setRestoreFootprintOp(back);
      }
    }
    Operation operation = new Operation();
    operation.setBody(body);
    return operation;
  }
}
