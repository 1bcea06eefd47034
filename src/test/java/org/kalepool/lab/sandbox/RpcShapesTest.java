package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sandbox answers like the real node of this project's recording, to the stroop. */
class RpcShapesTest {
  private static final Path FILE = Path.of("src/test/resources/recordings/rpc.jsonl.gz");

  @Test
  void answersLikeTheRecordedNode() {
    assertThat(SandboxConversation.differences(Conversation.read(FILE))).isEmpty();
  }

  @Test
  void chargesAndPredictsToTheStroopLikeTheRecordedNode() {
    List<String> differences = new ArrayList<>();
    SandboxConversation.replay(
        Conversation.read(FILE),
        (exchange, got) -> {
          if (exchange.method().equals("getTransaction") && SandboxConversation.notYet(exchange)) {
            return;
          }
          for (String field :
              List.of(
                  "resultXdr", "minResourceFee", "transactionData", "results", "error", "events")) {
            JsonNode wanted = exchange.result().path(field);
            JsonNode is = got.path("result").path(field);
            if (!SandboxConversation.text(wanted).equals(SandboxConversation.text(is))) {
              differences.add("line " + exchange.line() + " " + field + ": " + wanted + ", " + is);
            }
          }
        });
    assertThat(differences).isEmpty();
  }
}
