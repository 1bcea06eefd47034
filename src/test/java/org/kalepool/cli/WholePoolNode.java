package org.kalepool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.stellar.LocalNode;
import org.kalepool.stellar.RpcException;

/** A stepped sandbox behind a whole pool; it can be silent, or refuse everything that is sent. */
@Alternative
@Singleton
public final class WholePoolNode implements LocalNode {
  /** A txBAD_AUTH with a fee of 0. */
  private static final String BAD_AUTH =
      Base64.getEncoder()
          .encodeToString(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -6, 0, 0, 0, 0});

  static final SandboxConfig NETWORK =
      SandboxConfig.stepped()
          .with()
          .seed(12)
          .bots(1)
          .ledgerSeconds(6)
          .minTempTtl(17_280)
          .retentionLedgers(2_000)
          .build();

  private final ObjectMapper json = new ObjectMapper();
  private final Sandbox sandbox = Sandbox.start(NETWORK);
  private boolean silent;
  private boolean refusing;

  /** The network behind it. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Whether nothing is answered. */
  void silent(boolean silent) {
    this.silent = silent;
  }

  /** Whether every transaction is refused for good when it is sent. */
  void refusing(boolean refusing) {
    this.refusing = refusing;
  }

  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    if (silent) {
      throw new RpcException(method + ": timed out");
    }
    if (refusing && "sendTransaction".equals(method)) {
      ObjectNode answer = json.createObjectNode();
      answer
          .putObject("result")
          .put("status", "ERROR")
          .put("hash", "0".repeat(64))
          .put("errorResultXdr", BAD_AUTH)
          .put("latestLedger", sandbox.ledger())
          .put("latestLedgerCloseTime", Long.toString(sandbox.now()));
      return answer;
    }
    return sandbox.call(method, params);
  }
}
