package org.kalepool.stellar.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.RecordedLines;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCVal;

/** The adapter writes the keys, and reads the values, that the real contract made. */
final class XdrTableTest {

  @TestFactory
  Stream<DynamicTest> keysAndValuesAreTheRecordedOnes() {
    List<JsonNode> lines = RecordedLines.read("xdr.jsonl");
    assertThat(lines)
        .extracting(l -> l.path("kind").asText())
        .contains("pail", "block", "instance");
    return lines.stream()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.path("kind").asText() + " " + line.path("index").asText(),
                    () -> check(line)));
  }

  private static void check(JsonNode line) {
    Address contract = Address.of(line.path("contract").asText());
    long index = line.path("index").asLong();
    JsonNode is = line.path("is");
    switch (line.path("kind").asText()) {
      case "pail" -> {
        Address farmer = Address.of(line.path("farmer").asText());
        assertKey(line, LedgerKeys.pail(contract, farmer, index));
        assertThat(KaleEntries.pail(value(line))).isEqualTo(pail(is));
      }
      case "block" -> {
        assertKey(line, LedgerKeys.block(contract, index));
        assertThat(KaleEntries.block(value(line))).isEqualTo(block(is));
      }
      case "instance" -> {
        assertKey(line, LedgerKeys.instance(contract));
        String entry = line.path("entryData").asText();
        LedgerEntryData data = Xdr.read("entry", entry, LedgerEntryData::decode);
        assertThat(Xdr.base64(data::encode)).isEqualTo(entry);
        assertThat(KaleEntries.farm(data)).isEqualTo(farm(is));
      }
      default -> throw new IllegalStateException("unknown kind: " + line);
    }
  }

  private static void assertKey(JsonNode line, LedgerKey key) {
    assertThat(LedgerKeys.text(key)).isEqualTo(line.path("ledgerKey").asText());
  }

  private static SCVal value(JsonNode line) {
    String text = line.path("val").asText();
    SCVal value = Xdr.read("val", text, SCVal::decode);
    assertThat(Xdr.base64(value::encode)).isEqualTo(text);
    return value;
  }

  private static Pail pail(JsonNode is) {
    return new Pail(
        is.path("sequence").asLong(),
        optional(is.path("gap")),
        new BigInteger(is.path("stake").asText()),
        optional(is.path("zeros")));
  }

  private static @Nullable Long optional(JsonNode node) {
    return node.isNumber() ? node.asLong() : null;
  }

  private static Block block(JsonNode is) {
    return new Block(
        is.path("timestamp").asLong(),
        is.path("minGap").asLong(),
        new BigInteger(is.path("minStake").asText()),
        is.path("minZeros").asLong(),
        is.path("maxGap").asLong(),
        new BigInteger(is.path("maxStake").asText()),
        is.path("maxZeros").asLong(),
        Hash.ofHex(is.path("entropy").asText()),
        new BigInteger(is.path("stakedTotal").asText()),
        new BigInteger(is.path("normalizedTotal").asText()));
  }

  private static Farm farm(JsonNode is) {
    return new Farm(
        Address.of(is.path("homesteader").asText()),
        Address.of(is.path("asset").asText()),
        is.path("farmIndex").asLong(),
        block(is.path("farmBlock")),
        is.path("paused").asBoolean());
  }
}
