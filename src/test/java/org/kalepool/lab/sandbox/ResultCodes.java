package org.kalepool.lab.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.PaymentResultCode;
import org.stellar.sdk.xdr.TransactionResult;

/** A transaction's result without the fee: its own code and those of its operations. */
final class ResultCodes {
  private ResultCodes() {}

  static String of(String result) {
    TransactionResult.TransactionResultResult codes;
    try {
      codes = TransactionResult.fromXdrBase64(result).getResult();
    } catch (IOException | RuntimeException e) {
      // the SDK's reader throws whatever the bytes make it stumble over
      return "unreadable: " + result;
    }
    OperationResult[] operations = operations(codes);
    return codes.getDiscriminant()
        + (operations == null
            ? ""
            : Arrays.stream(operations).map(ResultCodes::of).collect(Collectors.joining()));
  }

  /** What became of the payments among the operations, in their order. */
  static List<PaymentResultCode> payments(String result) {
    try {
      OperationResult[] operations =
          operations(TransactionResult.fromXdrBase64(result).getResult());
      return operations == null
          ? List.of()
          : Arrays.stream(operations)
              .map(OperationResult::getTr)
              .filter(tr -> tr != null && tr.getPaymentResult() != null)
              .map(tr -> tr.getPaymentResult().getDiscriminant())
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OperationResult @Nullable [] operations(
      TransactionResult.TransactionResultResult codes) {
    return codes.getInnerResultPair() == null
        ? codes.getResults()
        : codes.getInnerResultPair().getResult().getResult().getResults();
  }

  /** The kind and the code, without what a success returns. */
  private static String of(OperationResult operation) {
    try {
      byte[] xdr = operation.toXdrByteArray();
      StringBuilder text = new StringBuilder();
      for (int i = 3; i < Math.min(12, xdr.length); i += 4) {
        text.append(String.format(Locale.ROOT, i == 3 ? " %d" : ".%d", xdr[i]));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
