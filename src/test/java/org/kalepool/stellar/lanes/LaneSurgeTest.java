package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.PostgresResource;

/** Works of a block's last minute while others crowd the ledgers. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class LaneSurgeTest extends SandboxLanesFixture {
  private static final int FARMERS = 24;

  /** Seconds before the block's end at which works are asked for, each by a part of the farmers. */
  private static final List<Integer> ASKED = List.of(55, 40, 25, 17);

  /** What a work may cost beside the inclusion fee, room included; kale.md has 13 592. */
  private static final long RESOURCES = 40_000;

  @AfterEach
  void quiet() {
    sandbox.quiet();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 100, 1_000})
  void worksOfTheLastMinuteLandAtNoMoreThanTheLedgersPriceAndTheBump(long times) {
    List<Address> farmers = planted();
    long block = sandbox.farm().index();
    Block open = sandbox.block(block).orElseThrow();
    long due = open.timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
    while (sandbox.now() < due - 60) {
      step();
    }
    sandbox.surge(due - 60, due + 300, times);
    long from = sandbox.ledger() + 1;
    List<Long> works = new ArrayList<>();
    while (sandbox.now() < due - 5) {
      for (int at = 0; at < FARMERS; at++) {
        if (at == works.size() && due - sandbox.now() <= ASKED.get(at * ASKED.size() / FARMERS)) {
          works.add(work(farmers.get(at), block, open));
        }
      }
      ((SteppedTasks) tasks).runAll();
      step();
    }
    assertThat(works).hasSize(FARMERS);
    List<Outcome> ends = works.stream().map(this::finish).toList();

    assertThat(ends).hasOnlyElementsOfType(Outcome.Landed.class);
    for (Outcome end : ends) {
      Outcome.Landed landed = (Outcome.Landed) end;
      long price = sandbox.prices(landed.ledger()).getFirst();
      assertThat(landed.closeTime()).as("before the next block can open").isLessThan(due + 5);
      assertThat(landed.fee().stroops()).isBetween(price, 2 * price + RESOURCES);
    }
    assertThat(sandbox.prices(from).getFirst()).as("the surge").isGreaterThan(70 * times);
  }

  private List<Address> planted() {
    List<Address> farmers = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < FARMERS; i++) {
      Address farmer = account();
      ids.add(
          request(
              farmer,
              Action.TRUSTLINE,
              null,
              new Call.Operations(List.of(new Call.OpenTrustline(null)))));
      farmers.add(farmer);
    }
    ids.forEach(this::landed);
    while (sandbox.now() < sandbox.farm().observed().timestamp() + 300) {
      step();
    }
    List<Long> plants = new ArrayList<>();
    for (Address farmer : farmers) {
      sandbox.giveKale(farmer, Kale.parse("10"));
      plants.add(request(farmer, Action.TRUSTLINE, null, new Call.Plant(farmer, Kale.parse("10"))));
      if (plants.size() == 1) {
        landed(plants.getFirst());
      }
    }
    plants.forEach(this::landed);
    return farmers;
  }

  private long work(Address farmer, long block, Block open) {
    Hash hash = WorkHash.of(block, 7, open.entropy(), farmer);
    assertThat(sandbox.lumens(farmer).orElseThrow()).isGreaterThan(Xlm.parse("40"));
    return request(farmer, Action.WORK, block, new Call.Work(farmer, hash, 7));
  }
}
