package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.WorkHash;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.machine.KillPoints.Killed;
import org.kalepool.work.Find;

/** A machine that is killed at each of its crash points, over some blocks, and started again. */
final class MachineCrashTest extends MachineFixture {
  /** Some are passed once a block only. */
  private static final int MOST_BLOCKS = 8;

  private static final List<String> POINTS =
      List.of(
          "before plant request",
          "after plant request",
          "before a line F",
          "in the middle of a line F",
          "after a line F",
          "before a line N",
          "in the middle of a line N",
          "after a line N",
          "before works",
          "after works",
          "before a line S",
          "in the middle of a line S",
          "after a line S",
          "before report",
          "after report",
          "before a line R",
          "in the middle of a line R",
          "after a line R",
          "before harvest request",
          "after harvest request",
          "before heartbeat",
          "after heartbeat",
          "before all anew",
          "after all anew");

  private final KillPoints points = new KillPoints();

  /** Zeros of the best find on the disk, by block and farmer. */
  private final Map<String, Integer> stored = new HashMap<>();

  /** Works whose taking is on the disk, by block, farmer and nonce. */
  private final List<String> handedOver = new ArrayList<>();

  private final Map<String, Long> zeros = new TreeMap<>();

  @Override
  PoolerBackend spoken() {
    return new KilledBackend(http, points);
  }

  @Override
  MachineBook book() {
    try {
      return MachineBook.open(KilledJournal.open(journal(), points, this::written));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void written(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("N")) {
      stored.merge(words[1] + " " + words[2], new Hash(words[4]).zeros(), Math::max);
    } else if (words[0].equals("S")) {
      handedOver.add(words[1] + " " + words[2] + " " + words[3]);
    }
  }

  /** Dies in its start, too. */
  @Override
  PoolerMachine machine() {
    while (true) {
      try {
        return super.machine();
      } catch (Killed e) {
        // started once more
        continue;
      }
    }
  }

  /** All that the machine has to do with this ledger, however often it dies over it. */
  @Override
  void turn() {
    for (boolean done = false; !done; ) {
      try {
        super.turn();
        done = true;
      } catch (Killed e) {
        killAndStart();
        knowsAllThatWasStored(String.valueOf(e.getMessage()));
      }
    }
    for (int i = 0; i < FARMERS; i++) {
      String of = block() + " " + SpokenBackend.id(i);
      sandbox
          .pail(FarmingSandbox.farmer(i), block())
          .map(Pail::zeros)
          .ifPresent(now -> zeros.put(of, now));
    }
  }

  private void knowsAllThatWasStored(String point) {
    Map<String, Integer> known = new HashMap<>();
    try (MachineBook copy = MachineBook.open(copied())) {
      for (String each : stored.keySet()) {
        String[] of = each.split(" ", -1);
        UUID farmer = UUID.fromString(of[1]);
        long block = Long.parseLong(of[0]);
        copy.kept(block, List.of(farmer)).getOrDefault(farmer, List.of()).stream()
            .mapToInt(Find::zeros)
            .max()
            .ifPresent(best -> known.put(each, best));
      }
    }
    stored.forEach(
        (of, best) -> {
          if (of.startsWith(block() + " ")) {
            assertThat(known).as("killed %s", point).containsKey(of);
            assertThat(known.get(of)).as("killed %s", point).isGreaterThanOrEqualTo(best);
          }
        });
  }

  @Test
  void aMachineThatDiesAtEachOfItsPointsLosesNothingAndTellsNothingWrong() {
    nextBlock();
    long first = block();
    for (int i = 0; i < MOST_BLOCKS && !points.kills().containsAll(POINTS); i++) {
      age(due() - 10);
      assertThat(worked(block())).as("worked in block %d", block()).isEqualTo(FARMERS);
      nextBlock();
    }
    points.disarm();
    ledger();
    ledger();
    assertThat(points.kills()).containsExactlyInAnyOrderElementsOf(POINTS);
    assertThat(machine.view().unreported()).isZero();
    for (long block = first; block < block(); block++) {
      reportedAsItWas(block);
    }
    worksAreGoodAndNoneIsHandedOverAgain();
  }

  /** All its farmers, and their works as the chain had them. */
  private void reportedAsItWas(long block) {
    List<JsonNode> reports =
        backend.reports.stream().filter(it -> it.path("block_index").asLong() == block).toList();
    assertThat(reports).as("reports of block %d", block).isNotEmpty();
    for (JsonNode report : reports) {
      assertThat(report.path("work_results")).hasSize(FARMERS);
      for (JsonNode result : report.path("work_results")) {
        String of = block + " " + result.path("farmer_id").asText();
        assertThat(result.path("status").asText()).as("%s: %s", of, result).isEqualTo("success");
        assertThat(result.path("zeros").asLong()).as(of).isEqualTo(zeros.get(of));
        assertThat(isHash(block, result)).as("%s: %s", of, result).isTrue();
      }
    }
  }

  private void worksAreGoodAndNoneIsHandedOverAgain() {
    Map<String, Integer> times = new HashMap<>();
    for (JsonNode request : backend.works) {
      long block = request.path("block_index").asLong();
      for (JsonNode work : request.path("works")) {
        assertThat(isHash(block, work)).as("%s", work).isTrue();
        String of = block + " " + work.path("farmer_id").asText() + " " + work.path("nonce");
        times.merge(of, 1, Integer::sum);
      }
    }
    assertThat(handedOver).isNotEmpty().doesNotHaveDuplicates();
    // once more where the machine died between the taking and the line that says so
    int again = times.values().stream().mapToInt(it -> it - 1).sum();
    assertThat(again).isBetween(0, 4 * FARMERS);
  }

  private boolean isHash(long block, JsonNode work) {
    Optional<Block> limits = sandbox.block(block);
    UUID id = UUID.fromString(work.path("farmer_id").asText());
    for (int i = 0; i < FARMERS; i++) {
      if (SpokenBackend.id(i).equals(id)) {
        long nonce = work.path("nonce").bigIntegerValue().longValue();
        Hash hash =
            WorkHash.of(block, nonce, limits.orElseThrow().entropy(), FarmingSandbox.farmer(i));
        return hash.hex().equals(work.path("hash").asText());
      }
    }
    return false;
  }
}
