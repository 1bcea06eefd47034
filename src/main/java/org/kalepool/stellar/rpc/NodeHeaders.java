package org.kalepool.stellar.rpc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * HTTP headers for one node out of a file: {@code Name: value} on each line, empty lines and those
 * that begin with {@code #} left out. What is wrong is told by line number, never by content.
 */
final class NodeHeaders {
  private NodeHeaders() {}

  /**
   * @throws IllegalArgumentException naming the file and the line
   */
  static Map<String, String> read(Path file) {
    Map<String, String> headers = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int at = line.indexOf(':');
      if (at < 1) {
        throw wrong(file, number, "is not of the form 'Name: value'");
      }
      String name = line.substring(0, at).strip();
      String value = line.substring(at + 1).strip();
      check(file, number, name, value);
      headers.put(name, value);
    }
    if (headers.isEmpty()) {
      throw new IllegalArgumentException("kale.rpc.headers-file: " + file + " has no header");
    }
    return headers;
  }

  private static Iterable<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "kale.rpc.headers-file: "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }

  private static void check(Path file, int line, String name, String value) {
    try {
      HttpRequest.newBuilder(URI.create("http://localhost/")).header(name, value);
    } catch (IllegalArgumentException e) {
      // The JDK's words may repeat the value.
      throw wrong(file, line, "has a header that cannot be sent");
    }
  }

  private static IllegalArgumentException wrong(Path file, int line, String what) {
    return new IllegalArgumentException(
        "kale.rpc.headers-file: line " + line + " of " + file + " " + what);
  }
}
