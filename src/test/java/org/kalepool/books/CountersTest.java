package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** The counters that the deeds keep, against what history says. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class CountersTest {
  private static final String COLUMNS =
      "wished, planted, plant_failures, works, worked, harvested, lost, open_pails, staked,"
          + " rewards, forfeits, open_stake, compensations";

  private static final String REBUILD = "select rebuild_counters()";

  @Inject StageFixture fixture;
  @Inject Db db;

  private Planter ada;
  private Planter bob;

  @BeforeEach
  void begin() {
    fixture.clear();
    ada = fixture.active(50, 1, "100", "10");
    bob = fixture.active(50, 1, "100", "10");
  }

  private void plant(Planter farmer, long block, long stake) {
    db.update(
        "insert into plantings (farmer_id, pooler_id, block_index, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " values (?, ?, ?, 'PLANTED', ?, 50, 1, 9, now())",
        farmer.id(),
        farmer.pooler(),
        block,
        stake);
  }

  private void notPlanted(Planter farmer, long block) {
    db.update(
        "insert into plantings (farmer_id, pooler_id, block_index, status, stake,"
            + " stake_percentage, harvest_interval, cause, debtor, planted_at)"
            + " values (?, ?, ?, 'FAILED', 0, 50, 1, 'PLANT_TOO_LATE', 'POOLER', now())",
        farmer.id(),
        farmer.pooler(),
        block);
  }

  private void work(Planter farmer, long block, String kind) {
    db.update(
        "insert into transactions (lane, call, created_at) values (?, 'test', now())",
        farmer.custodial().text());
    db.update(
        "insert into works (farmer_id, pooler_id, block_index, kind, status, transaction_id,"
            + " worked_at) values (?, ?, ?, ?, 'WORKED', (select max(id) from transactions), now())",
        farmer.id(),
        farmer.pooler(),
        block,
        kind);
  }

  private void harvest(Planter farmer, long block, String status, long stake, long reward) {
    boolean lost = !status.equals("HARVESTED");
    db.update(
        "insert into harvests (farmer_id, pooler_id, block_index, status, stake, reward, cause,"
            + " debtor, harvested_at) values (?, ?, ?, ?, ?, ?, ?, ?, now())",
        farmer.id(),
        farmer.pooler(),
        block,
        status,
        stake,
        reward,
        lost ? "NEVER_WORKED" : null,
        lost ? "POOLER" : null);
  }

  private String counters(Planter farmer) {
    return fixture.text(
        "select concat_ws(' ', " + COLUMNS + ") from farmer_counters where farmer_id = ?",
        farmer.id());
  }

  private void assertCountersAreHistory() {
    assertThat(
            fixture.rows(
                "(table counted_farmers except select farmer_id, pooler_id, "
                    + COLUMNS
                    + " from farmer_counters) union all (select farmer_id, pooler_id, "
                    + COLUMNS
                    + " from farmer_counters except table counted_farmers)"))
        .isEmpty();
    assertThat(
            fixture.rows(
                "(table counted_blocks except table pooler_blocks) union all"
                    + " (table pooler_blocks except table counted_blocks)"))
        .isEmpty();
  }

  private void live() {
    plant(ada, 5, 40);
    work(ada, 5, "INSURANCE");
    work(ada, 5, "FINAL");
    notPlanted(bob, 5);
    plant(bob, 5, 10);
    harvest(ada, 5, "FAILED", 40, 0);
    harvest(ada, 5, "HARVESTED", 40, 7);
    plant(ada, 6, 50);
    notPlanted(bob, 6);
    harvest(bob, 5, "LOST", 10, 0);
    db.update(
        "insert into compensations (pooler_id, farmer_id, block_index, amount, cause, at)"
            + " values (?, ?, 5, 10, 'NEVER_WORKED', now())",
        bob.pooler(),
        bob.id());
  }

  @Test
  void theDeedsCountThemselves() {
    live();
    assertThat(counters(ada)).isEqualTo("2 2 0 2 1 1 0 1 90 7 0 50 0");
    assertThat(counters(bob)).isEqualTo("2 1 2 0 0 0 1 0 10 0 10 0 10");
    assertThat(fixture.rows("select blocks from pooler_blocks")).containsExactly("2", "2");
    assertCountersAreHistory();
  }

  @Test
  void manyFarmersInOneStatementAreCountedEach() {
    db.update(
        "insert into plantings (farmer_id, pooler_id, block_index, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " select id, pooler_id, b, 'PLANTED', 3, 50, 1, 9, now()"
            + " from farmers, generate_series(1, 4) b");
    assertThat(counters(ada)).isEqualTo("4 4 0 0 0 0 0 4 12 0 0 12 0");
    assertCountersAreHistory();
  }

  @Test
  void aDeedThatIsTakenBackIsNotCounted() {
    plant(ada, 5, 40);
    QuarkusTransaction.begin();
    plant(ada, 6, 40);
    plant(bob, 6, 40);
    QuarkusTransaction.rollback();
    assertThat(counters(ada)).isEqualTo("1 1 0 0 0 0 0 1 40 0 0 40 0");
    assertCountersAreHistory();
  }

  @Test
  void lostCountersAreRebuiltFromHistory() {
    live();
    String before = counters(ada) + counters(bob);
    db.update("update farmer_counters set planted = 77, rewards = 0 where farmer_id = ?", ada.id());
    db.update("delete from farmer_counters where farmer_id = ?", bob.id());
    db.update("delete from planted_blocks");
    db.update("delete from pooler_blocks");
    assertThat(QuarkusTransaction.requiringNew().call(() -> fixture.rows(REBUILD))).hasSize(1);
    assertThat(counters(ada) + counters(bob)).isEqualTo(before);
    assertCountersAreHistory();
    plant(bob, 6, 1);
    assertCountersAreHistory();
  }
}
