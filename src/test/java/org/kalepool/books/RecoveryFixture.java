package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.kalepool.db.Db;
import org.kalepool.farmer.Farmers;
import org.kalepool.testing.StageFixture.Planter;

/** What farmers go through who were suspended because the books were restored. */
abstract class RecoveryFixture extends ReconcilerFixture {
  @Inject Db db;
  @Inject Farmers farmers;

  /** As a restored backup leaves the farmer, at the network's time. */
  final void restored(Planter farmer) {
    restored(farmer, Duration.ZERO);
  }

  final void restored(Planter farmer, Duration databaseIsBehind) {
    db.update(
        "insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)"
            + " values (?, ?, 'SUSPENDED', 'restore', 'by the test', ?)",
        farmer.id(),
        fixture.state(farmer),
        Instant.ofEpochSecond(chain.now().time()).minus(databaseIsBehind));
  }

  /**
   * Once when the hold is seen first, and twice when all has landed or expired: that an account is
   * gone counts when a second, newer reading says so, too.
   */
  final void looks() {
    fixture.step();
    chain.close(100);
    fixture.step();
    chain.close(10);
    fixture.step();
  }

  /** In the running block, and in no other. */
  final long plantAlone(Planter farmer) {
    fixture.step();
    network.landAll();
    fixture.step();
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    return chain.index();
  }

  /** The block's entry has expired; a pail lives on for as long as it was planted after that. */
  final void archived(long block) {
    db.update("update block_operations set live_until = 0 where block_index = ?", block);
    long pages =
        QuarkusTransaction.requiringNew()
            .call(() -> fixture.number("select archive_history(?, 1, 1000)", block + 1));
    assertThat(pages).isEqualTo(1);
    assertThat(fixture.rows("select 1 from plantings union all select 1 from harvests")).isEmpty();
  }

  final void recovered(Planter farmer) {
    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    restored(farmer);
    looks();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
  }
}
