package org.kalepool.recordings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * One file of recordings, a JSON object a line, plain or packed; {@code .json} is one object.
 *
 * @param file where it was read from
 * @param kind what its first line shows it to be
 * @param lines all of its lines
 */
record Recording(Path file, Kind kind, List<JsonNode> lines) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** What a file holds, told by the fields of its lines and not by its name. */
  enum Kind {
    SEQUENCE("scenario", "farmBlock", "farmers", "minTempTtl"),
    SCORES("index", "block", "pail"),
    HASHES("index", "nonce", "entropy", "farmer", "hash", "zeros"),
    XDR("kind", "ledgerKey", "is"),
    RPC("name", "request", "answer"),
    ENVIRONMENT("sequence", "protocol", "networkId", "contracts", "entries", "source"),
    INTERFACE("protocol", "modules", "functions");

    private final List<String> fields;

    Kind(String... fields) {
      this.fields = List.of(fields);
    }

    private static Kind of(Path file, JsonNode first) {
      return Stream.of(values())
          .filter(kind -> kind.fields.stream().allMatch(first::has))
          .findFirst()
          .orElseThrow(
              () -> new RecordingException(file + ": a recording of an unknown kind: " + first));
    }
  }

  /**
   * The files of a folder and those below, by name; only notes ({@code .md}) and modules ({@code
   * .wasm}) are no recordings.
   *
   * @throws RecordingException if there are none or the folder cannot be listed
   */
  static List<Path> files(Path folder) {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).filter(file -> !isNote(file)).sorted().toList();
    } catch (IOException e) {
      throw new RecordingException("cannot list " + folder, e);
    }
    if (files.isEmpty()) {
      throw new RecordingException("no recordings in " + folder);
    }
    return files;
  }

  /**
   * @throws RecordingException if it cannot be read or is of an unknown kind
   */
  static Recording read(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    String text = text(file);
    boolean whole = file.getFileName().toString().endsWith(".json");
    for (String line : whole ? List.of(text) : text.lines().toList()) {
      lines.add(parse(file, lines.size() + 1, line));
    }
    if (lines.isEmpty()) {
      throw new RecordingException(file + " is empty");
    }
    return new Recording(file, Kind.of(file, lines.getFirst()), List.copyOf(lines));
  }

  private static boolean isNote(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".md") || name.endsWith(".wasm") || name.startsWith(".");
  }

  private static String text(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RecordingException("cannot read " + file, e);
    }
  }

  private static JsonNode parse(Path file, int number, String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        throw new RecordingException(file + " line " + number + " is no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new RecordingException(file + " line " + number + " is no JSON", e);
    }
  }
}
