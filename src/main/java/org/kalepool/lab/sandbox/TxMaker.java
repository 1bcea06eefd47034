package org.kalepool.lab.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.Account;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.Operation;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.TransactionPreconditions;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.SCVal;

/** Builds and signs transactions as any client would, for the bots and the sandbox's own tests. */
final class TxMaker {
  private final Network network;
  private final Address farm;

  TxMaker(SandboxConfig config) {
    network = new Network(config.passphrase());
    farm = config.farmContract();
  }

  /**
   * A transaction without signatures.
   *
   * @param sequence the number that it uses
   * @param fee inclusion fee of an operation, stroops
   * @param sorobanData base64, null for none
   * @param maxTime Unix seconds, 0 for none
   */
  Transaction make(
      Address source,
      long sequence,
      long fee,
      List<Operation> operations,
      @Nullable String sorobanData,
      long maxTime) {
    TransactionBuilder builder =
        new TransactionBuilder(new Account(source.text(), sequence - 1), network)
            .addOperations(operations)
            .addPreconditions(
                TransactionPreconditions.builder()
                    .timeBounds(new TimeBounds(BigInteger.ZERO, BigInteger.valueOf(maxTime)))
                    .build())
            .setBaseFee(fee);
    if (sorobanData != null) {
      builder.setSorobanData(sorobanData);
    }
    return builder.build();
  }

  static String signed(Transaction transaction, KeyPair... keys) {
    for (KeyPair key : keys) {
      transaction.sign(key);
    }
    return transaction.toEnvelopeXdrBase64();
  }

  InvokeHostFunctionOperation plant(Address farmer, BigInteger amount) {
    return call("plant", scval(farmer), Scv.toInt128(amount));
  }

  InvokeHostFunctionOperation work(Address farmer, Hash hash, long nonce) {
    return call(
        "work",
        scval(farmer),
        Scv.toBytes(hash.bytes()),
        Scv.toUint64(new BigInteger(Long.toUnsignedString(nonce))));
  }

  InvokeHostFunctionOperation harvest(Address farmer, long index) {
    return call("harvest", scval(farmer), Scv.toUint32(index));
  }

  /** An address as a value, also one that is no point of the curve, which the SDK refuses. */
  static SCVal scval(Address address) {
    try {
      return SCVal.fromXdrByteArray(new Val.Addr(address).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InvokeHostFunctionOperation call(String function, SCVal... args) {
    return call(farm, function, args);
  }

  InvokeHostFunctionOperation call(Address contract, String function, SCVal... args) {
    return InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
            contract.text(), function, List.of(args))
        .build();
  }
}
