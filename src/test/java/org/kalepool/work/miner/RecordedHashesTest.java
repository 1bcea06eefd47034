package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** Hashes that the real contract accepted. */
final class RecordedHashesTest {
  private static final List<Recorded> RECORDED = read();

  static List<Kernel> kernels() {
    return Kernels.all(new SplittableRandom(7)).available();
  }

  @Test
  void recomputesEveryHash() {
    assertThat(RECORDED).hasSize(500);
    for (Recorded recorded : RECORDED) {
      Hash hash = recorded.job.hash(recorded.nonce);
      assertThat(hash).isEqualTo(recorded.hash);
      assertThat(hash.zeros()).isEqualTo(recorded.zeros);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void findsEveryRecordedNonce(Kernel kernel) {
    for (Recorded recorded : RECORDED) {
      long[] constants = recorded.job.constants((int) (recorded.nonce >>> 32));
      int low = (int) recorded.nonce;
      assertThat(kernel.scan(constants, low, 1, ZeroMask.of(recorded.zeros)))
          .as("%s finds %s", kernel.name(), recorded)
          .isZero();
      assertThat(kernel.scan(constants, low, 1, ZeroMask.of(recorded.zeros + 1)))
          .as("%s sees no more zeros in %s", kernel.name(), recorded)
          .isEqualTo(-1);
    }
  }

  private static List<Recorded> read() {
    ObjectMapper json = new ObjectMapper();
    try (InputStream in =
            Objects.requireNonNull(
                RecordedHashesTest.class.getResourceAsStream("/recordings/hashes.jsonl.gz"));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> Recorded.of(json, line)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Recorded(Job job, long nonce, Hash hash, int zeros) {
    static Recorded of(ObjectMapper json, String line) {
      try {
        JsonNode node = json.readTree(line);
        return new Recorded(
            new Job(
                node.get("index").asLong(),
                Hash.ofHex(node.get("entropy").asText()),
                Address.of(node.get("farmer").asText())),
            Long.parseUnsignedLong(node.get("nonce").asText()),
            Hash.ofHex(node.get("hash").asText()),
            node.get("zeros").asInt());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
