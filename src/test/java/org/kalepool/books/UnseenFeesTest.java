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
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class UnseenFeesTest {
  @Inject StageFixture fixture;
  @Inject Books books;
  @Inject UnseenFeeRepository unseen;
  @Inject Db db;

  private FarmedBlocks farm;
  private Planter ada;
  private long last;

  /** A trustline, which belongs to no block and is never archived, and sixteen blocks. */
  @BeforeEach
  void farm() {
    fixture.clear();
    farm = new FarmedBlocks(db, books, fixture);
    ada = fixture.active(50, 1, "100", "10");
    farm.transaction(ada, 0, "TRUSTLINE", "LANDED");
    db.update("update transaction_actions set block_index = null where action = 'TRUSTLINE'");
    for (long block = 0; block < 16; block++) {
      farm.block(block);
      farm.farmed(ada, block);
    }
    last = fixture.number("select max(sequence) from transactions");
  }

  @Test
  void countsTheSequenceNumbersThatNoTransactionOfThePoolsIsKnownToHaveUsed() {
    assertThat(unseen(last)).isZero();
    assertThat(unseen(last + 3)).isEqualTo(3);
  }

  @Test
  void takesNoArchivedTransactionForOneThatNobodySaw() {
    long pages =
        QuarkusTransaction.requiringNew()
            .call(() -> fixture.number("select archive_history(8, 8, 1000)"));
    assertThat(pages).isEqualTo(1);
    assertThat(unseen(last)).isZero();
    assertThat(unseen(last + 2)).isEqualTo(2);
  }

  /** As after a restore, for who has joined since the backup. */
  @Test
  void countsNumbersThatWereUsedBeforeTheOldestTransactionThatIsKnown() {
    Planter bob = fixture.active(50, 1, "100", "10");
    long lost = farm.use(bob, 2);
    farm.transaction(bob, 0, "PLANT", "LANDED");
    assertThat(unseen(bob, lost + 1)).isEqualTo(2);
    assertThat(unseen(bob, lost + 2)).isEqualTo(3);
  }

  private long unseen(long sequence) {
    return unseen(ada, sequence);
  }

  private long unseen(Planter farmer, long sequence) {
    return QuarkusTransaction.requiringNew()
        .call(() -> unseen.sequences(farmer.id(), farmer.custodial(), sequence));
  }
}
