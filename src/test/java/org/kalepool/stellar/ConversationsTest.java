package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kalepool.stellar.rpc.TestNetwork;

/**
 * Every answer of a real node goes through the client, which must take it for what the recording
 * says it is.
 */
final class ConversationsTest {
  private final List<JsonNode> lines = RecordedLines.read("rpc.jsonl");

  @TestFactory
  Stream<DynamicTest> everyAnswerIsTakenForWhatItIs() {
    AdapterConversation conversation = new AdapterConversation(lines);
    return IntStream.range(0, lines.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    "line " + (i + 1) + " " + lines.get(i).path("name").asText(),
                    () -> assertThat(conversation.check(i + 1, lines.get(i))).isEmpty()));
  }

  @Test
  void everyNameWithAKnownCauseIsInTheRecording() {
    assertThat(lines)
        .extracting(line -> line.path("name").asText())
        .containsAll(AnswerChecks.NAMED.keySet());
  }

  @Test
  void findsTheNetworkInTheConversation() {
    assertThat(RecordedNetwork.of(lines)).isEqualTo(TestNetwork.settings().network());
  }
}
