package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;

/**
 * What a simulation is asked for besides the transaction.
 *
 * @param mode how authorizations are established
 * @param upgraded whether credentials of the newer kind are wanted
 * @param leeway instructions to be added
 */
record SimulationParams(Mode mode, boolean upgraded, long leeway) {
  private static final long LEEWAY = 50_000;

  enum Mode {
    ENFORCE,
    RECORD,
    RECORD_ALLOW_NONROOT
  }

  /** As a transaction by itself is simulated: with what it carries, or written down. */
  static SimulationParams of(SignedTransaction tx) {
    return new SimulationParams(byItself(tx), false, LEEWAY);
  }

  private static Mode byItself(SignedTransaction tx) {
    return tx.authorizations().isEmpty() ? Mode.RECORD : Mode.ENFORCE;
  }

  /**
   * Reads the parameters of a simulation.
   *
   * @return null when they are none; {@link #fault} tells why
   */
  static @Nullable SimulationParams of(SignedTransaction tx, JsonNode params) {
    if (fault(tx, params) != null) {
      return null;
    }
    Mode mode =
        switch (params.path("authMode").asText("")) {
          case "enforce" -> Mode.ENFORCE;
          case "record" -> Mode.RECORD;
          case "record_allow_nonroot" -> Mode.RECORD_ALLOW_NONROOT;
          default -> byItself(tx);
        };
    return new SimulationParams(
        mode,
        params.path("useUpgradedAuth").asBoolean(false),
        params.path("resourceConfig").path("instructionLeeway").asLong(LEEWAY));
  }

  /** What is wrong with them, in a node's words; null for nothing. */
  static @Nullable String fault(SignedTransaction tx, JsonNode params) {
    String format = params.path("xdrFormat").asText("");
    if (!format.isEmpty() && !format.equals("base64") && !format.equals("json")) {
      return "got '" + format + "': expected base64, json for optional 'xdrFormat'";
    }
    String mode = params.path("authMode").asText("");
    return switch (mode) {
      case "", "enforce" -> null;
      case "record", "record_allow_nonroot" ->
          tx.authorizations().isEmpty()
              ? null
              : "cannot set authMode to '" + mode + "' with an auth footprint";
      default ->
          "optional 'authMode' must be one of enforce,record,record_allow_nonroot when included";
    };
  }

  long declared(long instructions) {
    return Math.max(instructions + leeway, (long) (instructions * 1.04));
  }
}
