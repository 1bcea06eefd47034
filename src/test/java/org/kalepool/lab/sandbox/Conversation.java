package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/** Requests to a real node and what it answered, in the order of the recording. */
record Conversation(List<Exchange> exchanges) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @param line from 1
   * @param name what was being tried
   */
  record Exchange(int line, String name, JsonNode request, JsonNode answer) {
    String method() {
      return request.path("method").asText();
    }

    JsonNode result() {
      return answer.path("result");
    }

    /** The envelope that was sent or simulated, empty when there is none. */
    String envelope() {
      return request.path("params").path("transaction").asText("");
    }

    OptionalLong ledger() {
      long ledger = result().path("latestLedger").asLong(result().path("sequence").asLong(0));
      return ledger == 0 ? OptionalLong.empty() : OptionalLong.of(ledger);
    }

    OptionalLong time() {
      JsonNode result = result();
      String time =
          result.path("latestLedgerCloseTime").asText(result.path("closeTime").asText(""));
      return time.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(time));
    }
  }

  /**
   * @param lines objects with name, request and answer
   */
  static Conversation of(List<JsonNode> lines) {
    List<Exchange> exchanges = new ArrayList<>();
    for (JsonNode line : lines) {
      exchanges.add(
          new Exchange(
              exchanges.size() + 1,
              line.path("name").asText(),
              line.path("request"),
              line.path("answer")));
    }
    return new Conversation(List.copyOf(exchanges));
  }

  static Conversation read(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw,
                    StandardCharsets.UTF_8))) {
      List<JsonNode> read = new ArrayList<>();
      for (String text : lines.lines().toList()) {
        read.add(MAPPER.readTree(text));
      }
      return of(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
