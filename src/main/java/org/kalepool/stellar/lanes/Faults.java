package org.kalepool.stellar.lanes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;
import org.kalepool.kale.FailureCause;
import org.kalepool.kale.FarmCall;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.ContractEvent.ContractEventBody.ContractEventV0;
import org.stellar.sdk.xdr.DiagnosticEvent;
import org.stellar.sdk.xdr.SCError;
import org.stellar.sdk.xdr.SCErrorCode;
import org.stellar.sdk.xdr.SCErrorType;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Why a contract call failed, out of what the host says about it. */
final class Faults {
  private static final Logger LOG = Logger.getLogger(Faults.class);
  private static final Pattern HOST_ERROR =
      Pattern.compile("HostError: Error\\((\\w+), (?:#(\\d+)|(\\w+))\\)");

  /** Errors of the vault, and of the pool contract (docs/contracts.md). */
  private static final int VAULT_STOPPED = 101;

  private static final int BELOW_FLOOR = 103;
  private static final int BOND_TOO_LOW = 201;

  private Faults() {}

  /**
   * An error of the host.
   *
   * @param type as the host writes it: Contract, Storage, Budget, Auth, …
   * @param contractCode a contract's own number, null for the host's own errors
   * @param hostCode the host's word, such as ExceededLimit, null for a contract's
   */
  record HostFault(String type, @Nullable Integer contractCode, @Nullable String hostCode) {
    boolean isContract() {
      return contractCode != null;
    }

    /** The cause of one of the host's own errors. */
    Cause hostCause() {
      if ("Storage".equals(type) && "ExceededLimit".equals(hostCode)) {
        return Cause.FOOTPRINT_CHANGED;
      }
      if ("Budget".equals(type)) {
        return Cause.RESOURCES_EXCEEDED;
      }
      return "Auth".equals(type) ? Cause.BAD_SIGNATURE : Cause.CONTRACT_ERROR;
    }

    String text() {
      return "Error(" + type + ", " + (isContract() ? "#" + contractCode : hostCode) + ")";
    }
  }

  /** The error in a simulation's {@code error} text. */
  static Optional<HostFault> inText(String error) {
    Matcher found = HOST_ERROR.matcher(error);
    if (!found.find()) {
      return Optional.empty();
    }
    String number = found.group(2);
    try {
      Integer code = number == null ? null : Integer.valueOf(number);
      return Optional.of(new HostFault(found.group(1), code, found.group(3)));
    } catch (NumberFormatException e) {
      LOG.debugf(e, "a contract error beyond 31 bits: %s", number);
      return Optional.of(new HostFault(found.group(1), Integer.MAX_VALUE, null));
    }
  }

  /** The first error among diagnostic events; empty if the node gave none. */
  static Optional<HostFault> inEvents(@Nullable List<String> diagnosticEvents) {
    if (diagnosticEvents == null) {
      return Optional.empty();
    }
    for (String text : diagnosticEvents) {
      Optional<HostFault> fault = inEvent(text);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<HostFault> inEvent(String text) {
    try {
      DiagnosticEvent event = Xdr.read("a diagnostic event", text, DiagnosticEvent::decode);
      return Xdr.understand("a diagnostic event", () -> fault(event.getEvent().getBody().getV0()));
    } catch (XdrException e) {
      LOG.debug("a diagnostic event newer than the decoder", e);
      return Optional.empty();
    }
  }

  private static Optional<HostFault> fault(ContractEventV0 body) {
    SCVal[] topics = body.getTopics();
    boolean isError =
        topics.length >= 2
            && topics[0].getDiscriminant() == SCValType.SCV_SYMBOL
            && ScVals.symbol(topics[0]).equals("error")
            && topics[1].getDiscriminant() == SCValType.SCV_ERROR;
    return isError ? Optional.of(fault(topics[1].getError())) : Optional.empty();
  }

  /** An error as a contract returns it. */
  static HostFault fault(SCError error) {
    if (error.getDiscriminant() == SCErrorType.SCE_CONTRACT) {
      return new HostFault("Contract", (int) Xdr.value(error.getContractCode()), null);
    }
    SCErrorCode code = error.getCode();
    return new HostFault(
        camel(error.getDiscriminant().name().substring("SCE_".length())),
        null,
        code == null ? null : camel(code.name().substring("SCEC_".length())));
  }

  /** EXCEEDED_LIMIT to ExceededLimit. */
  private static String camel(String constant) {
    StringBuilder text = new StringBuilder();
    for (String word : constant.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  /**
   * Whose error a number is.
   *
   * @param pail the farmer's pail as stored, for a harvest's 10
   * @param block the block as stored, for a harvest's 12
   */
  static Cause contractCause(Call call, int code, @Nullable Pail pail, @Nullable Block block) {
    return switch (call) {
      case Call.Plant plant when code == VAULT_STOPPED -> Cause.VAULT_STOPPED;
      case Call.Plant plant when code == BELOW_FLOOR -> Cause.BELOW_FLOOR;
      case Call.Plant plant -> farmCause(FarmCall.PLANT, code, pail, block);
      case Call.Work work -> farmCause(FarmCall.WORK, code, pail, block);
      case Call.Harvest harvest -> farmCause(FarmCall.HARVEST, code, pail, block);
      case Call.Stop stop when code == VAULT_STOPPED -> Cause.VAULT_STOPPED;
      case Call.MakeMany many when code == BOND_TOO_LOW -> Cause.BOND_TOO_LOW;
      case Call.MakeVault _, Call.Stop _, Call.Many _, Call.Operations _ -> Cause.CONTRACT_ERROR;
      case Call.Settle settle -> assetCause(code);
      case ContractCall own -> assetCause(code);
    };
  }

  private static Cause farmCause(
      FarmCall kind, int code, @Nullable Pail pail, @Nullable Block block) {
    return Cause.valueOf(FailureCause.of(kind, code, pail, block).name());
  }

  /** Of what the asset's contract refuses when the pool's own pays by it. */
  private static Cause assetCause(int code) {
    return switch (code) {
      case 10 -> Cause.OVER_TRUSTLINE_LIMIT;
      case 11 -> Cause.NOT_AUTHORIZED;
      case 13 -> Cause.NO_TRUSTLINE;
      default -> Cause.CONTRACT_ERROR;
    };
  }
}
