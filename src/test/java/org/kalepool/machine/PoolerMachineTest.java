package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.work.Find;

/** A pooler's machine over whole blocks, over HTTP with network and backend. */
final class PoolerMachineTest extends MachineFixture {
  @Test
  void opensABlockWorksForAllWhoArePlantedReportsAndHarvests() {
    nextBlock();
    long block = block();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    Map<UUID, Long> gaps = new TreeMap<>();
    for (int i = 0; i < FARMERS; i++) {
      gaps.put(SpokenBackend.id(i), pail(i, block).gap());
    }
    nextBlock();
    assertThat(block()).isEqualTo(block + 1);
    assertThat(backend.reports).hasSize(1);
    JsonNode report = backend.reports.getFirst();
    assertThat(report.path("block_index").asLong()).isEqualTo(block);
    assertThat(report.path("work_results")).hasSize(FARMERS);
    for (JsonNode result : report.path("work_results")) {
      assertThat(result.path("status").asText()).isEqualTo("success");
      assertThat(result.path("gap").asLong())
          .isEqualTo(gaps.get(UUID.fromString(result.path("farmer_id").asText())));
      assertThat(result.path("nonce").isIntegralNumber()).isTrue();
    }
    assertThat(backend.harvests).hasSize(1);
    assertThat(pails(block)).isEmpty();
    assertThat(log).anyMatch(line -> line.startsWith("block " + block + ": 3 of 3 farmers worked"));
  }

  private Pail pail(int farmer, long block) {
    return sandbox.pail(FarmingSandbox.farmer(farmer), block).orElseThrow();
  }

  @Test
  void saysThatItIsThereAndWhatItCanCarryEveryHalfMinute() {
    nextBlock();
    int before = backend.heartbeats.size();
    for (int i = 0; i < 12; i++) {
      ledger();
    }
    assertThat(backend.heartbeats).hasSize(before + 2);
    JsonNode beat = backend.heartbeats.getLast();
    assertThat(beat.path("hash_rate").asLong()).isEqualTo(600);
    assertThat(beat.path("block_index").asLong()).isEqualTo(block());
    assertThat(beat.path("paused").asBoolean()).isFalse();
    assertThat(beat.path("capacity").asLong()).isPositive();
  }

  @Test
  void asksForNoMoreFarmersThanItCanFindAHashFor() {
    nextBlock();
    JsonNode request = backend.plants.getFirst();
    // 600 hashes a second for 285 s find 41.7 first hashes of 3 zeros: 17 + 4 * sqrt(17) + 8
    assertThat(request.path("max_farmers_capacity").asLong()).isEqualTo(17);
  }

  @Test
  void asksForTheNextBlockBeforeItIsDueSoThatThatCanBePlantedInItsFirstLedger() {
    nextBlock();
    long next = block() + 1;
    age(GameRules.BLOCK_INTERVAL_SECONDS - 30);
    assertThat(asked(next)).as("30 s before").isZero();
    age(GameRules.BLOCK_INTERVAL_SECONDS - 12);
    assertThat(asked(next)).as("12 s before").isEqualTo(1);
    JsonNode ahead = backend.plants.getLast();
    assertThat(ahead.path("block_index").asLong()).isEqualTo(next);
    assertThat(ahead.path("wait_seconds").asLong()).isZero();
    assertThat(ahead.path("max_farmers_capacity").asLong()).isEqualTo(17);
    nextBlock();
    assertThat(block()).isEqualTo(next);
    assertThat(planted()).isEqualTo(FARMERS);
  }

  private long asked(long block) {
    return backend.plants.stream().filter(it -> it.path("block_index").asLong() == block).count();
  }

  @Test
  void goesOnWithItsBestNoncesAfterItWasKilledInTheMiddleOfABlock() {
    nextBlock();
    age(60);
    Map<UUID, Integer> before = best();
    assertThat(before).hasSize(FARMERS);
    killAndStart();
    backend.away = true;
    // it knows who is planted and what was found without the backend, before another hash
    machine.look();
    machine.work();
    assertThat(machine.view().farmers()).isEqualTo(FARMERS);
    assertThat(best()).isEqualTo(before);
    backend.away = false;
    age(due());
    assertThat(worked(block())).isEqualTo(FARMERS);
    for (int i = 0; i < FARMERS; i++) {
      assertThat(pail(i, block()).zeros())
          .isGreaterThanOrEqualTo(before.getOrDefault(SpokenBackend.id(i), 64).longValue());
    }
  }

  private Map<UUID, Integer> best() {
    Map<UUID, Integer> best = new TreeMap<>();
    try (MachineBook copy = MachineBook.open(copied())) {
      for (int i = 0; i < FARMERS; i++) {
        UUID id = SpokenBackend.id(i);
        copy.kept(block(), List.of(id)).getOrDefault(id, List.of()).stream()
            .mapToInt(Find::zeros)
            .max()
            .ifPresent(zeros -> best.put(id, zeros));
      }
    }
    return best;
  }

  @Test
  void aWorkThatWasHandedOverBeforeItWasKilledIsNotHandedOverAgain() {
    nextBlock();
    backend.holding = true;
    while (backend.works.isEmpty()) {
      ledger();
    }
    killAndStart();
    int before = backend.works.size();
    turn();
    assertThat(backend.works).hasSize(before);
  }

  @Test
  void worksOnForThoseItKnowsToBePlantedWhileTheBackendIsAwayAndReportsLater() {
    nextBlock();
    long block = block();
    age(30);
    backend.away = true;
    age(240);
    assertThat(worked(block)).isZero();
    assertThat(machine.view().backendAway()).isTrue();
    assertThat(machine.view().bestZeros()).isPresent();
    backend.away = false;
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
    assertThat(machine.view().backendAway()).isFalse();
  }

  @Test
  void aCallThatIsBrokenOffBecauseTheMachineEndsIsNoOutage() {
    nextBlock();
    Thread.currentThread().interrupt();
    machine.talk();
    assertThat(Thread.interrupted()).as("whoever ends it is not ignored").isTrue();
    assertThat(machine.view().backendAway()).isFalse();
  }

  @Test
  void aBackendThatIsAwayForAWholeBlockHearsOfItAfterwards() {
    nextBlock();
    long block = block();
    age(30);
    backend.away = true;
    age(due());
    // somebody else opens the next block
    farm.plant(FARMERS, 1);
    for (int i = 0; i < 10; i++) {
      ledger();
    }
    assertThat(block()).isEqualTo(block + 1);
    assertThat(backend.reports).isEmpty();
    assertThat(machine.view().unreported()).isEqualTo(1);
    killAndStart();
    backend.away = false;
    for (int i = 0; i < 10; i++) {
      ledger();
    }
    assertThat(backend.reports).hasSize(1);
    for (JsonNode result : backend.reports.getFirst().path("work_results")) {
      assertThat(result.path("status").asText()).isEqualTo("failed");
      assertThat(result.path("error").asText()).isEqualTo("no_work_sent");
    }
    assertThat(planted()).isEqualTo(FARMERS);
    assertThat(machine.view().unreported()).isZero();
  }

  @Test
  void whoIsPlantedThoughTheAnswerWasLostIsFoundOnTheChain() {
    nextBlock();
    age(due() - 10);
    backend.away = true;
    age(due());
    for (int i = 0; i < FARMERS; i++) {
      farm.plant(i, SpokenBackend.STAKE);
    }
    ledger();
    ledger();
    assertThat(planted()).isEqualTo(FARMERS);
    assertThat(machine.view().farmers()).isEqualTo(FARMERS);
  }

  @Test
  void aWorkThatNeverLandsIsHandedOverAgain() {
    nextBlock();
    long block = block();
    backend.idle = true;
    while (backend.works.isEmpty()) {
      ledger();
    }
    backend.idle = false;
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
  }

  @Test
  void aTornJournalStopsNobody() throws IOException {
    nextBlock();
    Files.writeString(journal(), "half a li", StandardOpenOption.APPEND);
    killAndStart();
    age(due());
    assertThat(worked(block())).isEqualTo(FARMERS);
  }
}
