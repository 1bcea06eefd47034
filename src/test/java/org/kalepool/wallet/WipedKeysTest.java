package org.kalepool.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump of the pool's memory does not hold the keys of wallets that are not being signed for. */
class WipedKeysTest {
  @TempDir Path folder;

  @Test
  void neitherADataKeyNorASeedIsInTheHeapAfterItsUse() throws Exception {
    byte[] heap = dump("wiped");
    assertThat(holds(heap, key(55))).as("the key-encryption key, which stays").isTrue();
    assertThat(holds(heap, key(101))).as("a data key").isFalse();
    assertThat(holds(heap, key(77))).as("a seed").isFalse();
    assertThat(holds(dump("leave"), key(101))).as("a data key that was left behind").isTrue();
  }

  private static byte[] key(int salt) {
    byte[] key = new byte[32];
    WipedKeys.fill(key, salt);
    return key;
  }

  private byte[] dump(String how) throws IOException, InterruptedException {
    Path file = folder.resolve(how + ".hprof");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                WipedKeys.class.getName(),
                file.toString(),
                how)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(folder.resolve("out"))).isZero();
    return Files.readAllBytes(file);
  }

  /** Half of a key gives it away: an expanded one has both halves in different places. */
  private static boolean holds(byte[] heap, byte[] key) {
    for (int half = 0; half < 32; half += 16) {
      byte[] part = Arrays.copyOfRange(key, half, half + 16);
      for (int at = 0; at + 16 <= heap.length; at++) {
        if (heap[at] == part[0] && Arrays.equals(heap, at, at + 16, part, 0, 16)) {
          return true;
        }
      }
    }
    return false;
  }
}
