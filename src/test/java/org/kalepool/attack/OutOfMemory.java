package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A second pool, with a small heap and an operator who lets bodies be larger than that. Half alive
 * it would neither farm nor be replaced.
 */
interface OutOfMemory extends Target {
  String HEAP = "96m";
  int BODY = 64 << 20;

  /** What starts a pool with a heap of {@link #HEAP} where {@code KALE_HEAP} says so, too. */
  List<String> smallCommand();

  @Test
  @Order(Integer.MAX_VALUE)
  default void aProcessThatIsOutOfMemoryEndsItselfWithOneLineAndACode() throws Exception {
    Path folder = Files.createTempDirectory("small");
    Map<String, String> settings =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "KALE_HEAP",
            HEAP,
            // What Netty reads into is not of the heap.
            "KALE_JAVA_OPTS",
            "-XX:MaxDirectMemorySize=" + 4L * BODY,
            "KALE_HTTP_MAX_BODY_BYTES",
            Integer.toString(2 * BODY),
            "KALE_HTTP_REQUEST_TIMEOUT",
            "60s");
    String name = getClass().getSimpleName() + "-small";
    try (AttackedPool small = AttackedPool.start(name, smallCommand(), folder, settings)) {
      fill(small);
      Process process = small.process();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
      assertThat(small.log()).endsWith("\n").doesNotContain("\tat ", " ERROR ");
      assertThat(small.log().lines().filter(line -> line.contains("OutOfMemoryError")).toList())
          .singleElement()
          .asString()
          .startsWith("Terminating due to java.lang.OutOfMemoryError");
    } finally {
      // What a start of the next pool on this folder would stop.
      Path server = folder.resolve("postgres/postmaster.pid");
      if (Files.exists(server)) {
        long pid = Long.parseLong(Files.readAllLines(server).getFirst().strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
      }
    }
  }

  private static void fill(AttackedPool small) throws IOException {
    byte[] some = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    try (RawConnection connection = RawConnection.open(small.url(), ATTACKER)) {
      connection.send(
          "POST /api/v1/farmers HTTP/1.1\r\nHost: pool\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + BODY
              + "\r\n\r\n");
      for (int sent = 0; sent < BODY; sent += some.length) {
        try {
          connection.send(some);
        } catch (IOException e) {
          // It is gone already.
          return;
        }
      }
      assertThat(connection.answer(PATIENCE)).as("what a process says that has ended").isEmpty();
    }
  }
}
