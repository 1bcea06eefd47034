package org.kalepool.stellar.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.DiagnosticEvent;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.SCError;
import org.stellar.sdk.xdr.SCErrorType;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.TransactionResult;

/**
 * What a recorded answer itself says about why something failed: the network's own words and the
 * numbers of the contracts' errors, put in a table of their own.
 */
public final class ExpectedCauses {
  private static final Pattern HOST_ERROR = Pattern.compile("Error\\((\\w+), #?(\\w+)\\)");

  /** Contract errors by function and number; a harvest's 10 and 12 have two meanings. */
  private static final Map<String, Cause> CONTRACT =
      Map.ofEntries(
          Map.entry("plant 4", Cause.FARM_PAUSED),
          Map.entry("plant 6", Cause.AMOUNT_NEGATIVE),
          Map.entry("plant 8", Cause.ALREADY_PLANTED),
          Map.entry("plant 10", Cause.BALANCE_TOO_LOW),
          Map.entry("plant 12", Cause.AMOUNT_TOO_LARGE),
          Map.entry("plant 13", Cause.NO_TRUSTLINE),
          Map.entry("work 7", Cause.ZEROS_TOO_LOW),
          Map.entry("work 9", Cause.PAIL_MISSING),
          Map.entry("work 11", Cause.BLOCK_MISSING),
          Map.entry("work 12", Cause.BLOCK_INVALID),
          Map.entry("work 13", Cause.HASH_INVALID),
          Map.entry("harvest 9", Cause.PAIL_MISSING),
          Map.entry("harvest 11", Cause.BLOCK_MISSING),
          Map.entry("harvest 13", Cause.NO_TRUSTLINE),
          Map.entry("harvest 14", Cause.HARVEST_NOT_READY));

  /** Ends of the result codes' names; the operation's or the transaction's own. */
  private static final Map<String, Cause> RESULTS =
      Map.ofEntries(
          Map.entry("txTOO_LATE", Cause.EXPIRED),
          Map.entry("txBAD_AUTH", Cause.BAD_SIGNATURE),
          Map.entry("txBAD_AUTH_EXTRA", Cause.BAD_SIGNATURE),
          Map.entry("opBAD_AUTH", Cause.BAD_SIGNATURE),
          Map.entry("txNO_ACCOUNT", Cause.ACCOUNT_MISSING),
          Map.entry("opNO_ACCOUNT", Cause.ACCOUNT_MISSING),
          Map.entry("txINSUFFICIENT_BALANCE", Cause.INSUFFICIENT_XLM),
          Map.entry("txMALFORMED", Cause.MALFORMED),
          Map.entry("txMISSING_OPERATION", Cause.MALFORMED),
          Map.entry("PAYMENT_UNDERFUNDED", Cause.BALANCE_TOO_LOW),
          Map.entry("PAYMENT_NO_DESTINATION", Cause.DESTINATION_MISSING),
          Map.entry("PAYMENT_NO_TRUST", Cause.NO_TRUSTLINE),
          Map.entry("PAYMENT_SRC_NO_TRUST", Cause.NO_TRUSTLINE),
          Map.entry("PAYMENT_LINE_FULL", Cause.OVER_TRUSTLINE_LIMIT),
          Map.entry("PAYMENT_MALFORMED", Cause.MALFORMED),
          Map.entry("CHANGE_TRUST_LOW_RESERVE", Cause.INSUFFICIENT_XLM),
          Map.entry("CREATE_CLAIMABLE_BALANCE_UNDERFUNDED", Cause.BALANCE_TOO_LOW),
          Map.entry("CREATE_CLAIMABLE_BALANCE_NO_TRUST", Cause.NO_TRUSTLINE),
          Map.entry("CREATE_CLAIMABLE_BALANCE_LOW_RESERVE", Cause.INSUFFICIENT_XLM),
          Map.entry("ACCOUNT_MERGE_NO_ACCOUNT", Cause.DESTINATION_MISSING));

  private ExpectedCauses() {}

  /** Out of a simulation's error text; empty where it does not say enough. */
  public static Optional<Cause> ofSimulation(Call call, String error) {
    Matcher found = HOST_ERROR.matcher(error);
    return found.find() ? ofHost(call, found.group(1), found.group(2)) : Optional.empty();
  }

  /** Out of a result, and the events that tell what the call ran into. */
  public static Optional<Cause> ofResult(Call call, String resultXdr, JsonNode diagnosticEvents) {
    String code = code(resultXdr);
    if (!code.equals("INVOKE_HOST_FUNCTION_TRAPPED")) {
      return Optional.ofNullable(RESULTS.get(code));
    }
    for (JsonNode text : diagnosticEvents) {
      Optional<SCError> error = error(text.asText());
      if (error.isPresent()) {
        return ofError(call, error.get());
      }
    }
    return Optional.of(Cause.CONTRACT_ERROR);
  }

  private static Optional<SCError> error(String event) {
    try {
      return Stream.of(
              Xdr.read("event", event, DiagnosticEvent::decode)
                  .getEvent()
                  .getBody()
                  .getV0()
                  .getTopics())
          .filter(topic -> topic.getDiscriminant() == SCValType.SCV_ERROR)
          .map(SCVal::getError)
          .findFirst();
    } catch (XdrException e) {
      // an event newer than the decoder tells nothing
      return Optional.empty();
    }
  }

  /** The transaction's code, or that of the first operation that failed. */
  public static String code(String resultXdr) {
    TransactionResult.TransactionResultResult result =
        Xdr.read("a result", resultXdr, TransactionResult::decode).getResult();
    String code = result.getDiscriminant().name();
    OperationResult[] operations = result.getResults();
    if (result.getInnerResultPair() != null) {
      code = result.getInnerResultPair().getResult().getResult().getDiscriminant().name();
      operations = result.getInnerResultPair().getResult().getResult().getResults();
    }
    if (code.equals("txFAILED") && operations != null) {
      for (OperationResult operation : operations) {
        String own = code(operation);
        if (!own.endsWith("_SUCCESS")) {
          return own;
        }
      }
    }
    return code;
  }

  private static String code(OperationResult operation) {
    OperationResult.OperationResultTr tr = operation.getTr();
    if (tr == null) {
      return operation.getDiscriminant().name();
    }
    return switch (tr.getDiscriminant()) {
      case PAYMENT -> tr.getPaymentResult().getDiscriminant().name();
      case CHANGE_TRUST -> tr.getChangeTrustResult().getDiscriminant().name();
      case ACCOUNT_MERGE -> tr.getAccountMergeResult().getDiscriminant().name();
      case CREATE_CLAIMABLE_BALANCE ->
          tr.getCreateClaimableBalanceResult().getDiscriminant().name();
      case INVOKE_HOST_FUNCTION -> tr.getInvokeHostFunctionResult().getDiscriminant().name();
      // the pool sends no others; whether they worked is not looked at
      default -> "_SUCCESS";
    };
  }

  private static Optional<Cause> ofError(Call call, SCError error) {
    return error.getDiscriminant() == SCErrorType.SCE_CONTRACT
        ? ofHost(call, "Contract", String.valueOf(Xdr.value(error.getContractCode())))
        : ofHost(
            call,
            error.getDiscriminant().name().substring("SCE_".length()),
            error.getCode().name().substring("SCEC_".length()).replace("_", ""));
  }

  private static Optional<Cause> ofHost(Call call, String type, String code) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "CONTRACT" -> Optional.ofNullable(CONTRACT.get(function(call) + " " + code));
      case "BUDGET" -> Optional.of(Cause.RESOURCES_EXCEEDED);
      case "AUTH" -> Optional.of(Cause.BAD_SIGNATURE);
      case "STORAGE" ->
          code.toUpperCase(Locale.ROOT).equals("EXCEEDEDLIMIT")
              ? Optional.of(Cause.FOOTPRINT_CHANGED)
              : Optional.of(Cause.CONTRACT_ERROR);
      default -> Optional.empty();
    };
  }

  private static String function(Call call) {
    return switch (call) {
      case Call.Plant plant -> "plant";
      case Call.Work work -> "work";
      case Call.Harvest harvest -> "harvest";
      case Call.MakeVault _, Call.Settle _, Call.Stop _, Call.Many _ -> "";
      case Call.Operations many -> "";
      case ContractCall own -> "";
    };
  }
}
