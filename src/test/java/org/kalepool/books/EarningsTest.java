package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class EarningsTest extends BooksFixture {
  private static final Hash FIRST = new Hash("1a".repeat(32));
  private static final Hash SECOND = new Hash("2b".repeat(32));

  @Inject Earnings earnings;
  @Inject Statements statements;

  private void earned(long block, long reward, long ledger) {
    books.planted(farmer.id(), block, kale("10"), ledger - 1);
    books.harvested(farmer.id(), block, kale("10"), Kale.ofStroops(reward), ledger);
    db.update(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward, ledger,"
            + " harvested_at) values (?, ?, ?, 'HARVESTED', 100000000, ?, ?, now())",
        block,
        farmer.id(),
        farmer.pooler(),
        reward,
        ledger);
  }

  private EarnedSplit split(long amount) {
    Kale owed = books.position(farmer.id()).owed();
    return EarnedSplit.of(
        earnings.of(farmer.id()), Map.of(farmer.pooler(), owed), Kale.ofStroops(amount));
  }

  private void pay(EarnedSplit split, Hash hash, long ledger) {
    QuarkusTransaction.requiringNew()
        .run(() -> earnings.paid(farmer.id(), split, null, hash, ledger));
  }

  @Test
  void whatAPayoutSharedTheSplitAtTheEndDoesNotShareAgain() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    earned(5, 1_001, 10);
    earned(6, 2_002, 20);
    assertThat(books.position(farmer.id()).share().stroops()).isEqualTo(1_501);
    EarnedSplit some = split(1_001);
    assertThat(some.toPoolers().stroops()).isEqualTo(500);
    pay(some, FIRST, 21);
    Books.Position after = books.position(farmer.id());
    assertThat(after.share().stroops()).isEqualTo(1_001);
    assertThat(after.earned().stroops()).isEqualTo(3_003);
    assertThat(after.custody().stroops()).isEqualTo(1_000_000_000 + 2_002);
    assertThat(after.paidOut().stroops()).isEqualTo(501);
    assertThat(books.settledLedger(farmer.id())).isEqualTo(21);
    Statement statement = statements.of(farmer.id()).orElseThrow();
    assertThat(statement.poolerShare()).isEqualTo(1_501);
    assertThat(statement.poolers()).extracting(Statement.Part::poolerShare).containsExactly(1_501L);
    pay(split(2_002), SECOND, 22);
    assertThat(books.position(farmer.id()).share()).isEqualTo(Kale.ZERO);
    assertThat(fixture.rows("select earned, to_farmer, to_poolers from earned_payouts order by id"))
        .containsExactly("1001 501 500", "2002 1001 1001");
  }

  @Test
  void theSamePayoutIsBookedOnceAndNothingIsSharedTwice() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    earned(5, 1_000, 10);
    EarnedSplit all = split(1_000);
    pay(all, FIRST, 11);
    Books.Position after = books.position(farmer.id());
    pay(all, FIRST, 11);
    assertThat(books.position(farmer.id())).isEqualTo(after);
    assertThatThrownBy(() -> pay(all, SECOND, 12))
        .hasStackTraceContaining("more would be shared with pooler");
    assertThat(books.position(farmer.id())).isEqualTo(after);
    assertThat(earnings.paid(farmer.id())).containsExactly(FIRST);
  }

  @Test
  void compensationThatIsOwedComesOutOfThePoolersShare() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    earned(5, 1_000, 10);
    books.planted(farmer.id(), 6, Kale.ofStroops(300), 11);
    books.forfeited(farmer.id(), farmer.pooler(), 6, Kale.ofStroops(300), true, "NEVER_WORKED");
    pay(split(1_000), FIRST, 12);
    Books.Position after = books.position(farmer.id());
    assertThat(after.owed()).isEqualTo(Kale.ZERO);
    assertThat(after.paidOut().stroops()).isEqualTo(800);
    assertThat(statements.of(farmer.id()).orElseThrow().poolerShare()).isEqualTo(200);
  }

  @Test
  void whatWasHarvestedLaterDoesNotCountAsOfALedger() {
    earned(5, 1_000, 10);
    earned(6, 500, 20);
    assertThat(EarnedSplit.left(earnings.asOf(farmer.id(), 19)).stroops()).isEqualTo(1_000);
    assertThat(EarnedSplit.left(earnings.asOf(farmer.id(), 20)).stroops()).isEqualTo(1_500);
  }

  @Test
  void aPositionAfterAPayoutIsWhatTheBooksSayThen() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    earned(5, 1_001, 10);
    books.planted(farmer.id(), 6, Kale.ofStroops(100), 11);
    books.forfeited(farmer.id(), farmer.pooler(), 6, Kale.ofStroops(100), true, "NEVER_WORKED");
    EarnedSplit split = split(700);
    Books.Position expected = books.position(farmer.id()).after(split);
    pay(split, FIRST, 12);
    Books.Position booked = books.position(farmer.id());
    assertThat(booked.custody()).isEqualTo(expected.custody());
    assertThat(booked.poolers()).isEqualTo(expected.poolers());
  }
}
