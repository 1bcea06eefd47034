package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * This project's own recordings of the real network; those of other folders are replayed by {@code
 * RecordingsTest}.
 */
public final class RecordedLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordedLines() {}

  /** The lines of a file such as {@code rpc.jsonl}; a file that is not there is a failure. */
  public static List<JsonNode> read(String file) {
    List<JsonNode> lines = new ArrayList<>();
    try (InputStream in = open(file)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        lines.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    if (lines.isEmpty()) {
      throw new IllegalStateException(file + " is empty");
    }
    return lines;
  }

  private static InputStream open(String file) throws IOException {
    return new GZIPInputStream(
        Objects.requireNonNull(
            RecordedLines.class.getResourceAsStream("/recordings/" + file + ".gz"), file));
  }
}
