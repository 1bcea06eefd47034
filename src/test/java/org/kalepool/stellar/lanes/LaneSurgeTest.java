package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
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

  @Inject Db db;
  @Inject Poolers poolers;

  private final Map<Address, UUID> ids = new LinkedHashMap<>();
  private final List<Long> plants = new ArrayList<>();

  @AfterEach
  void quiet() {
    sandbox.quiet();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 100, 1_000})
  void worksOfTheLastMinuteLandAtNoMoreThanTheLedgersPriceAndTheBump(long times) {
    List<Address> farmers = planted();
    long block = sandbox.farm().index();
    known(block, farmers);
    Block open = sandbox.block(block).orElseThrow();
    long due = open.timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
    skipTo(due - 60);
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

  private void skipTo(long time) {
    long seconds = time - sandbox.now();
    if (seconds > 0) {
      sandbox.closeLedger(time);
      ((SteppedClock) clock).advance(Duration.ofSeconds(seconds));
    }
  }

  private List<Address> planted() {
    List<Address> farmers = new ArrayList<>();
    List<Long> trustlines = new ArrayList<>();
    for (int i = 0; i < FARMERS; i++) {
      Address farmer = account();
      trustlines.add(
          request(
              farmer,
              Action.TRUSTLINE,
              null,
              new Call.Operations(List.of(new Call.OpenTrustline(null)))));
      farmers.add(farmer);
    }
    trustlines.forEach(this::landed);
    skipTo(sandbox.farm().observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS);
    plants.clear();
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

  /** The rows that the settlement of works goes by. */
  private void known(long block, List<Address> farmers) {
    UUID own = poolers.own().id();
    db.update(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at)"
            + " values (?, ?, ?, now()) on conflict do nothing",
        block,
        sandbox.now(),
        sandbox.ledger());
    for (int at = 0; at < farmers.size(); at++) {
      Address farmer = farmers.get(at);
      UUID id = UUID.randomUUID();
      ids.put(farmer, id);
      db.update(
          "insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at)"
              + " values (?, ?, ?, ?, ?, now())",
          id,
          own,
          farmer.text(),
          farmer.text(),
          farmer.bytes());
      db.update(
          "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
              + " stake_percentage, harvest_interval, transaction_id, transaction_hash, ledger,"
              + " planted_at) select ?, ?, ?, 'PLANTED', 100000000, 50, 1, id, hash, ledger, now()"
              + " from transactions where id = ?",
          block,
          id,
          own,
          plants.get(at));
    }
  }

  private long work(Address farmer, long block, Block open) {
    Hash hash = WorkHash.of(block, 7, open.entropy(), farmer);
    assertThat(sandbox.lumens(farmer).orElseThrow()).isGreaterThan(Xlm.parse("40"));
    UUID id = Objects.requireNonNull(ids.get(farmer));
    long work =
        transactions
            .request(
                new TransactionRequest(
                    farmer, Action.WORK, id, block, new Call.Work(farmer, hash, 7), null))
            .orElseThrow();
    db.update(
        "insert into work_requests (transaction_id, farmer_id, block_index, kind, zeros,"
            + " asked_ledger, at) values (?, ?, ?, 'FINAL', 0, ?, now())",
        work,
        id,
        block,
        sandbox.ledger());
    return work;
  }
}
