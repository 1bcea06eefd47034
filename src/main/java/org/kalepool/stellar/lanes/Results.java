package org.kalepool.stellar.lanes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.AccountMergeResultCode;
import org.stellar.sdk.xdr.ChangeTrustResultCode;
import org.stellar.sdk.xdr.ClaimClaimableBalanceResultCode;
import org.stellar.sdk.xdr.CreateAccountResultCode;
import org.stellar.sdk.xdr.CreateClaimableBalanceResultCode;
import org.stellar.sdk.xdr.InvokeHostFunctionResultCode;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.PaymentResultCode;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultCode;

/**
 * A transaction's result as the ledger, or the node that refused it, gives it.
 *
 * @param code the transaction's own, of the inner one in a fee bump
 * @param feeCharged stroops
 * @param operation what the first failed operation said; null if none did
 * @param merged what all merged accounts handed over; null if none was merged
 */
public record Results(
    TransactionResultCode code, long feeCharged, @Nullable Fault operation, @Nullable Xlm merged) {

  private static final Logger LOG = Logger.getLogger(Results.class);

  /** Of base64: three quads, nine bytes. */
  private static final int FEE_CHARACTERS = 12;

  /** Why an operation failed. */
  record Fault(Cause cause, String code) {}

  public static Results read(@Nullable String base64) {
    TransactionResult result = Xdr.read("a result", base64, TransactionResult::decode);
    TransactionResult.TransactionResultResult outer = result.getResult();
    TransactionResultCode code = outer.getDiscriminant();
    OperationResult[] operations = outer.getResults();
    if (outer.getInnerResultPair() != null) {
      code = outer.getInnerResultPair().getResult().getResult().getDiscriminant();
      operations = outer.getInnerResultPair().getResult().getResult().getResults();
    }
    List<OperationResult> all = operations == null ? List.of() : Arrays.asList(operations);
    TransactionResultCode told = code;
    return Xdr.understand(
        "a result",
        () -> new Results(told, result.getFeeCharged().getInt64(), firstFault(all), merged(all)));
  }

  /**
   * The fee of a result that cannot be read any further: it comes first, in all versions.
   *
   * @return stroops; empty if not even those eight bytes are there
   */
  static OptionalLong feeOnly(@Nullable String base64) {
    if (base64 == null || base64.length() < FEE_CHARACTERS) {
      return OptionalLong.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64.substring(0, FEE_CHARACTERS));
      return OptionalLong.of(ByteBuffer.wrap(bytes).getLong());
    } catch (IllegalArgumentException e) {
      LOG.debug("a result without a fee", e);
      return OptionalLong.empty();
    }
  }

  /** What this result means when a node refuses a transaction with it. */
  Answer refusal() {
    return switch (code) {
      case txBAD_SEQ -> new Answer.Resync("txBAD_SEQ");
      case txINSUFFICIENT_FEE -> new Answer.TryAgain(code.name(), Answer.Takes.A_HIGHER_BID);
      case txTOO_EARLY, txINTERNAL_ERROR, txBAD_MIN_SEQ_AGE_OR_GAP ->
          Answer.TryAgain.later(code.name());
      case txTOO_LATE -> new Answer.Refused(Cause.EXPIRED, "txTOO_LATE");
      case txINSUFFICIENT_BALANCE ->
          new Answer.Refused(Cause.INSUFFICIENT_XLM, "txINSUFFICIENT_BALANCE");
      case txNO_ACCOUNT -> new Answer.Refused(Cause.ACCOUNT_MISSING, "txNO_ACCOUNT");
      case txBAD_AUTH, txBAD_AUTH_EXTRA -> new Answer.Refused(Cause.BAD_SIGNATURE, code.name());
      case txSOROBAN_INVALID -> new Answer.Refused(Cause.RESOURCES_EXCEEDED, "txSOROBAN_INVALID");
      case txFAILED ->
          operation == null
              ? new Answer.Refused(Cause.OTHER, "txFAILED")
              : new Answer.Refused(operation.cause(), operation.code());
      case txSUCCESS, txFEE_BUMP_INNER_SUCCESS, txFEE_BUMP_INNER_FAILED ->
          new Answer.Unknown("refused with " + code.name());
      case txMISSING_OPERATION, txNOT_SUPPORTED, txBAD_SPONSORSHIP, txMALFORMED ->
          new Answer.Refused(Cause.MALFORMED, code.name());
    };
  }

  private static @Nullable Fault firstFault(List<OperationResult> operations) {
    for (OperationResult operation : operations) {
      Fault fault = fault(operation);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable Xlm merged(List<OperationResult> operations) {
    return operations.stream()
        .filter(result -> result.getDiscriminant() == OperationResultCode.opINNER)
        .map(result -> result.getTr().getAccountMergeResult())
        .filter(Objects::nonNull)
        .filter(result -> result.getDiscriminant() == AccountMergeResultCode.ACCOUNT_MERGE_SUCCESS)
        .map(result -> Xlm.ofStroops(result.getSourceAccountBalance().getInt64()))
        .reduce(Xlm::plus)
        .orElse(null);
  }

  private static @Nullable Fault fault(OperationResult result) {
    OperationResultCode code = result.getDiscriminant();
    if (code != OperationResultCode.opINNER) {
      Cause cause =
          switch (code) {
            case opBAD_AUTH -> Cause.BAD_SIGNATURE;
            case opNO_ACCOUNT -> Cause.ACCOUNT_MISSING;
            default -> Cause.OTHER;
          };
      return new Fault(cause, code.name());
    }
    OperationResult.OperationResultTr tr = result.getTr();
    return switch (tr.getDiscriminant()) {
      case CREATE_ACCOUNT -> create(tr.getCreateAccountResult().getDiscriminant());
      case PAYMENT -> payment(tr.getPaymentResult().getDiscriminant());
      case CHANGE_TRUST -> changeTrust(tr.getChangeTrustResult().getDiscriminant());
      case CREATE_CLAIMABLE_BALANCE ->
          claimable(tr.getCreateClaimableBalanceResult().getDiscriminant());
      case CLAIM_CLAIMABLE_BALANCE -> claim(tr.getClaimClaimableBalanceResult().getDiscriminant());
      case ACCOUNT_MERGE -> merge(tr.getAccountMergeResult().getDiscriminant());
      case INVOKE_HOST_FUNCTION -> invoke(tr.getInvokeHostFunctionResult().getDiscriminant());
      default -> null;
    };
  }

  private static @Nullable Fault create(CreateAccountResultCode code) {
    return switch (code) {
      case CREATE_ACCOUNT_SUCCESS -> null;
      case CREATE_ACCOUNT_UNDERFUNDED, CREATE_ACCOUNT_LOW_RESERVE ->
          new Fault(Cause.INSUFFICIENT_XLM, code.name());
      case CREATE_ACCOUNT_MALFORMED -> new Fault(Cause.MALFORMED, code.name());
      default -> new Fault(Cause.OTHER, code.name());
    };
  }

  private static @Nullable Fault payment(PaymentResultCode code) {
    return switch (code) {
      case PAYMENT_SUCCESS -> null;
      case PAYMENT_UNDERFUNDED -> new Fault(Cause.BALANCE_TOO_LOW, code.name());
      case PAYMENT_NO_DESTINATION -> new Fault(Cause.DESTINATION_MISSING, code.name());
      case PAYMENT_NO_TRUST, PAYMENT_SRC_NO_TRUST -> new Fault(Cause.NO_TRUSTLINE, code.name());
      case PAYMENT_NOT_AUTHORIZED, PAYMENT_SRC_NOT_AUTHORIZED ->
          new Fault(Cause.NOT_AUTHORIZED, code.name());
      case PAYMENT_LINE_FULL -> new Fault(Cause.OVER_TRUSTLINE_LIMIT, code.name());
      case PAYMENT_MALFORMED -> new Fault(Cause.MALFORMED, code.name());
      default -> new Fault(Cause.OTHER, code.name());
    };
  }

  private static @Nullable Fault changeTrust(ChangeTrustResultCode code) {
    return switch (code) {
      case CHANGE_TRUST_SUCCESS -> null;
      case CHANGE_TRUST_LOW_RESERVE -> new Fault(Cause.INSUFFICIENT_XLM, code.name());
      case CHANGE_TRUST_MALFORMED -> new Fault(Cause.MALFORMED, code.name());
      default -> new Fault(Cause.OTHER, code.name());
    };
  }

  private static @Nullable Fault claimable(CreateClaimableBalanceResultCode code) {
    return switch (code) {
      case CREATE_CLAIMABLE_BALANCE_SUCCESS -> null;
      case CREATE_CLAIMABLE_BALANCE_UNDERFUNDED -> new Fault(Cause.BALANCE_TOO_LOW, code.name());
      case CREATE_CLAIMABLE_BALANCE_LOW_RESERVE -> new Fault(Cause.INSUFFICIENT_XLM, code.name());
      case CREATE_CLAIMABLE_BALANCE_NO_TRUST -> new Fault(Cause.NO_TRUSTLINE, code.name());
      case CREATE_CLAIMABLE_BALANCE_NOT_AUTHORIZED -> new Fault(Cause.NOT_AUTHORIZED, code.name());
      case CREATE_CLAIMABLE_BALANCE_MALFORMED -> new Fault(Cause.MALFORMED, code.name());
      default -> new Fault(Cause.OTHER, code.name());
    };
  }

  private static @Nullable Fault claim(ClaimClaimableBalanceResultCode code) {
    return switch (code) {
      case CLAIM_CLAIMABLE_BALANCE_SUCCESS -> null;
      case CLAIM_CLAIMABLE_BALANCE_NO_TRUST -> new Fault(Cause.NO_TRUSTLINE, code.name());
      case CLAIM_CLAIMABLE_BALANCE_NOT_AUTHORIZED -> new Fault(Cause.NOT_AUTHORIZED, code.name());
      case CLAIM_CLAIMABLE_BALANCE_LINE_FULL -> new Fault(Cause.OVER_TRUSTLINE_LIMIT, code.name());
      default -> new Fault(Cause.OTHER, code.name());
    };
  }

  private static @Nullable Fault merge(AccountMergeResultCode code) {
    return switch (code) {
      case ACCOUNT_MERGE_SUCCESS -> null;
      case ACCOUNT_MERGE_NO_ACCOUNT -> new Fault(Cause.DESTINATION_MISSING, code.name());
      case ACCOUNT_MERGE_MALFORMED -> new Fault(Cause.MALFORMED, code.name());
      default -> new Fault(Cause.OTHER, code.name());
    };
  }

  private static @Nullable Fault invoke(InvokeHostFunctionResultCode code) {
    return switch (code) {
      case INVOKE_HOST_FUNCTION_SUCCESS -> null;
      case INVOKE_HOST_FUNCTION_MALFORMED -> new Fault(Cause.MALFORMED, code.name());
      // events say which contract error, or what it touched without declaring it
      case INVOKE_HOST_FUNCTION_TRAPPED -> new Fault(Cause.CONTRACT_ERROR, code.name());
      case INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED,
          INVOKE_HOST_FUNCTION_INSUFFICIENT_REFUNDABLE_FEE ->
          new Fault(Cause.RESOURCES_EXCEEDED, code.name());
      case INVOKE_HOST_FUNCTION_ENTRY_ARCHIVED -> new Fault(Cause.ARCHIVED, code.name());
    };
  }
}
