package org.kalepool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contracts' wasm that the pool carries is the one whose sums are committed. */
class ContractResourcesTest {
  @Test
  void theContractsAreOnTheClassPathWithTheCommittedSums() throws Exception {
    List<String> sums = new String(read("SHA256SUMS"), UTF_8).lines().toList();
    assertThat(sums)
        .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
        .containsExactly("batch.wasm", "pool.wasm", "split.wasm", "vault.wasm");
    for (String line : sums) {
      String name = line.substring(line.lastIndexOf(' ') + 1);
      assertThat(sha256(read(name))).as(name).isEqualTo(line.substring(0, line.indexOf(' ')));
    }
  }

  @Test
  void theToolsThatMadeThemAreNamed() throws IOException {
    assertThat(new String(read("versions"), UTF_8).lines())
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("rustc", "lld", "wasm-opt", "soroban-sdk");
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = ContractResourcesTest.class.getResourceAsStream("/contracts/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
