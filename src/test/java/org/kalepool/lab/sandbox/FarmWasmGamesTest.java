package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.CAROL;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;

/**
 * Random games on the rules in Java and on the contract's own code, call by call: what each
 * answers, and what is stored after it. The code is a file that somebody brings: {@code ./mvnw test
 * -Dkale.farm.wasm=FILE}.
 */
class FarmWasmGamesTest {
  private static final int STEPS = 150;
  private static final List<String> NAMES = List.of("alice", "bob", "carol");
  private static final List<Address> FARMERS = List.of(ALICE, BOB, CAROL);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theRulesInJavaAnswerAndStoreAsTheContractsOwnCode(long seed) {
    String file = System.getProperty("kale.farm.wasm", "");
    assumeThat(file).as("-Dkale.farm.wasm names no file with KALE's own code").isNotEmpty();
    SandboxConfig java = SteppedSandbox.farmers().minTempTtl(200).build();
    SandboxConfig wasm = java.with().farmWasm(Path.of(file)).build();
    try (SteppedSandbox rules = new SteppedSandbox(java);
        SteppedSandbox code = new SteppedSandbox(wasm)) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int step = 0; step < STEPS; step++) {
        play(rules, code, random);
      }
      assertThat(rules.sandbox.farm().index()).isGreaterThan(3);
    }
  }

  private static void play(SteppedSandbox rules, SteppedSandbox code, SplittableRandom random) {
    int who = random.nextInt(FARMERS.size());
    long index = rules.sandbox.farm().index();
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> both(rules, code, who, plant(rules, who, random));
      case 3, 4, 5, 6 -> both(rules, code, who, work(rules, who, random));
      case 7, 8 ->
          both(
              rules,
              code,
              who,
              rules.maker.harvest(
                  FARMERS.get(random.nextInt(FARMERS.size())),
                  Math.max(0, index - random.nextInt(4))));
      case 9, 10 -> later(rules, code, 60 + random.nextInt(300));
      default -> later(rules, code, 5);
    }
    same(rules.sandbox, code.sandbox);
  }

  private static InvokeHostFunctionOperation plant(
      SteppedSandbox rules, int who, SplittableRandom random) {
    long stake =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> -1;
          case 2 -> 1_000_000_000_000L;
          default -> random.nextLong(1_000_000_000);
        };
    return rules.maker.plant(FARMERS.get(who), BigInteger.valueOf(stake));
  }

  private static InvokeHostFunctionOperation work(
      SteppedSandbox rules, int who, SplittableRandom random) {
    long index = rules.sandbox.farm().index();
    Address farmer = FARMERS.get(who);
    Hash entropy = rules.sandbox.farm().observed().entropy();
    long nonce = random.nextLong();
    Hash best = WorkHash.of(index, nonce, entropy, farmer);
    for (int tries = random.nextInt(300); tries > 0; tries--) {
      long next = random.nextLong();
      Hash hash = WorkHash.of(index, next, entropy, farmer);
      if (hash.zeros() > best.zeros()) {
        best = hash;
        nonce = next;
      }
    }
    return rules.maker.work(farmer, best, random.nextInt(8) == 0 ? nonce + 1 : nonce);
  }

  private static void later(SteppedSandbox rules, SteppedSandbox code, long seconds) {
    long at = rules.sandbox.now() + seconds;
    rules.sandbox.closeLedger(at);
    code.sandbox.closeLedger(at);
  }

  private static void both(
      SteppedSandbox rules, SteppedSandbox code, int who, InvokeHostFunctionOperation call) {
    JsonNode wanted = code.simulate(FARMERS.get(who), call);
    JsonNode got = rules.simulate(FARMERS.get(who), call);
    assertThat(answer(got)).as(call.toString()).isEqualTo(answer(wanted));
    if (!wanted.has("error")) {
      KeyPair key = key(NAMES.get(who));
      JsonNode byCode = code.land(code.prepared(key, call));
      JsonNode byRules = rules.land(rules.prepared(key, call));
      assertThat(byRules.path("status")).isEqualTo(byCode.path("status"));
      assertThat(byRules.path("events").path("contractEventsXdr"))
          .isEqualTo(byCode.path("events").path("contractEventsXdr"));
    }
  }

  private static String answer(JsonNode simulation) {
    return simulation.has("error")
        ? simulation.path("error").asText().lines().findFirst().orElse("")
        : simulation.path("results").path(0).path("xdr").asText();
  }

  private static void same(Sandbox rules, Sandbox code) {
    assertThat(rules.farm()).isEqualTo(code.farm());
    long index = code.farm().index();
    for (long block = Math.max(0, index - 4); block <= index; block++) {
      assertThat(rules.block(block)).as("block " + block).isEqualTo(code.block(block));
      for (Address farmer : FARMERS) {
        assertThat(rules.pail(farmer, block)).isEqualTo(code.pail(farmer, block));
        assertThat(rules.pailLiveUntil(farmer, block)).isEqualTo(code.pailLiveUntil(farmer, block));
      }
    }
    FARMERS.forEach(farmer -> assertThat(rules.kale(farmer)).isEqualTo(code.kale(farmer)));
  }
}
