package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Rows go into pages that hold them and nowhere else, and pages never change. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ArchiveGuardTest extends ArchiveFixture {
  @Test
  void aRowGoesOnlyIntoAPageThatHoldsIt() {
    farm(0, 3, ada);
    for (String table : APPEND_ONLY) {
      assertThatThrownBy(() -> db.update("delete from " + table))
          .hasMessageContaining("table " + table + " is append-only: DELETE refused");
    }
    assertThatThrownBy(() -> db.update("delete from transactions"))
        .hasMessageContaining(" is settled");
    // a page that somebody made up, and one of another transaction
    archiveAll(3, 2);
    for (boolean made : List.of(true, false)) {
      QuarkusTransaction.begin();
      try {
        if (made) {
          db.update(
              "insert into archive_pages (farmer_id, first_block, last_block, layout, held, names,"
                  + " hashes, facts) select farmer_id, 2, 3, layout, held, names, hashes, facts"
                  + " from archive_pages");
        }
        assertThat(
                fixture.rows(
                    "select set_config('pool.archive_page', (select max(id)::text from"
                        + " archive_pages), true)"))
            .hasSize(1);
        assertThatThrownBy(() -> db.update("delete from plantings where block_index = 2"))
            .hasMessageContaining("table plantings is append-only: DELETE");
      } finally {
        QuarkusTransaction.rollback();
      }
    }
  }

  @Test
  void theArchiveItselfIsAppendOnly() {
    farm(0, 3, ada);
    archiveAll(2, 2);
    for (String change :
        List.of(
            "update archive_pages set facts = facts",
            "delete from archive_pages",
            "truncate archive_pages",
            "delete from archive_layouts",
            "update carried_forward set amount = 0",
            "delete from carried_forward",
            "truncate carried_forward",
            "insert into carried_forward values ('custody:x', 'KALE', 1, 1)")) {
      assertThatThrownBy(() -> db.update(change)).hasMessageContaining("is append-only");
    }
  }

  @Test
  void anArchivedBlockTakesNoSecondStakeOrReward() {
    farm(0, 3, ada);
    archiveAll(2, 2);
    assertThatThrownBy(() -> farm.planted(ada, 1)).hasMessageContaining("block 1 of farmer");
    assertThatThrownBy(
            () ->
                db.update(
                    "insert into harvests (block_index, farmer_id, pooler_id, status, stake,"
                        + " harvested_at) values (1, ?, ?, 'HARVESTED', 1, now())",
                    ada.id(),
                    ada.pooler()))
        .hasMessageContaining("is archived");
  }
}
