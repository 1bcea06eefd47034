package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class BooksTest extends BooksFixture {
  @Inject Statements statements;
  @Inject Poolers poolers;

  @Test
  void aLifeOfDepositStakeRewardLossAndPayoutAddsUp() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    books.depositedXlm(farmer.id(), Xlm.parse("10"), 1, "ledger 1");
    books.planted(farmer.id(), 5, kale("50"), 5);
    books.harvested(farmer.id(), 5, kale("50"), kale("20"), 5);
    books.planted(farmer.id(), 6, kale("30"), 6);
    books.forfeited(farmer.id(), farmer.pooler(), 6, kale("30"), true, "NEVER_WORKED");
    assertThat(books.position(farmer.id()))
        .isEqualTo(
            new Position(
                kale("100"),
                kale("20"),
                kale("30"),
                kale("90"),
                Kale.ZERO,
                Xlm.parse("10"),
                Xlm.ZERO,
                Xlm.parse("10"),
                Kale.ZERO,
                List.of(new Books.Part(farmer.pooler(), Kale.ZERO, Kale.ZERO, kale("30"))),
                Xlm.ZERO));
    // the share of 10 is owed away, the pooler adds 20
    books.split(
        farmer.id(),
        farmer.pooler(),
        farmer.custodial(),
        new Books.Payout(
            List.of(new Books.PoolerPayout(farmer.pooler(), Kale.ZERO, kale("20"), kale("30"))),
            kale("90"),
            Xlm.parse("10"),
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO));
    Position end = books.position(farmer.id());
    assertThat(end.paidOut()).isEqualTo(kale("110"));
    assertThat(end.owed()).isEqualTo(Kale.ZERO);
    assertThat(end.custody()).isEqualTo(Kale.ZERO);
    assertThat(end.xlm()).isEqualTo(Xlm.ZERO);
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?",
                "pooler-debt:" + farmer.pooler()))
        .containsExactly("0");
    assertThat(fixture.number("select sum(balance) from account_balances")).isZero();
    lateMoneyTwice();
  }

  private void lateMoneyTwice() {
    for (long transaction = 1; transaction <= 2; transaction++) {
      long ledger = 100 + transaction;
      books.depositedXlm(farmer.id(), Xlm.parse("5"), ledger, "ledger " + ledger);
      Books.Payout late =
          new Books.Payout(
              List.of(), Kale.ZERO, Xlm.parse("4.99"), Xlm.ZERO, Xlm.parse("0.01"), Xlm.ZERO);
      books.passedOn(
          farmer.id(), farmer.pooler(), farmer.custodial(), late, transaction + "", Hash.ZERO);
      books.passedOn(
          farmer.id(), farmer.pooler(), farmer.custodial(), late, transaction + "", Hash.ZERO);
      assertThat(books.position(farmer.id()).xlm()).isEqualTo(Xlm.ZERO);
    }
    assertThat(balance("xlm-payout:" + farmer.id())).isEqualTo(19_9800000);
    // given for the fees of these payouts, which the pooler's wallet had paid
    assertThat(balance("pool-fees:" + farmer.custodial().text())).isEqualTo(-200_000);
    assertThat(balance("pool-xlm:" + farmer.custodial().text())).isEqualTo(200_000);
    assertThat(balance("advanced:" + farmer.id())).isZero();
    assertThat(fixture.number("select sum(balance) from account_balances")).isZero();
  }

  @Test
  void whatThePoolerStillOwesAndWhatItAdvancedAreSettledToTheStroop() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    books.depositedXlm(farmer.id(), Xlm.parse("10"), 1, "ledger 1");
    books.planted(farmer.id(), 6, kale("30"), 6);
    books.forfeited(farmer.id(), farmer.pooler(), 6, kale("30"), true, "NEVER_WORKED");
    long advanced =
        fixture.number(
            "insert into journal_entries (key, kind, farmer_id, memo, at)"
                + " values ('fee', 'fee', ?, 'HARVEST 5', now()) returning id",
            farmer.id());
    String wallet = farmer.custodial().text();
    db.update(
        "insert into journal_lines (entry_id, line, account, asset, amount)"
            + " values (?, 0, ?, 'XLM', -70), (?, 1, ?, 'XLM', 70)",
        advanced,
        "pool-xlm:" + wallet,
        advanced,
        "advanced:" + farmer.id());
    books.split(
        farmer.id(),
        farmer.pooler(),
        farmer.custodial(),
        new Books.Payout(
            List.of(),
            kale("70"),
            Xlm.parse("9").minus(Xlm.ofStroops(50)),
            Xlm.parse("0.5"),
            Xlm.ofStroops(50),
            Xlm.parse("0.5")));
    Position owed = books.position(farmer.id());
    assertThat(owed.owed()).isEqualTo(kale("30"));
    assertThat(owed.xlm()).isEqualTo(Xlm.ZERO);
    assertThat(owed.advanced()).isEqualTo(Xlm.ZERO);
    assertThat(owed.fees()).isEqualTo(Xlm.ofStroops(50));
    assertThat(balance("pool-fees:" + wallet)).isEqualTo(20);
    assertThat(balance("xlm-owed:" + farmer.id())).isEqualTo(5_000_000);

    for (int i = 0; i < 2; i++) {
      books.debtPaid(
          farmer.id(),
          farmer.pooler(),
          farmer.custodial(),
          new Books.Repaid(kale("30"), Xlm.parse("0.2"), Xlm.parse("0.3"), null),
          Hash.ZERO);
    }
    Position paid = books.position(farmer.id());
    assertThat(paid.owed()).isEqualTo(Kale.ZERO);
    assertThat(paid.paidOut()).isEqualTo(kale("100"));
    assertThat(balance("xlm-owed:" + farmer.id())).isZero();
    assertThat(balance("claim-reserve:" + farmer.id())).isEqualTo(8_000_000);
    // all that the pooler is out of: 70 paid in fees, 50 of them given back
    assertThat(balance("pool-xlm:" + wallet)).isEqualTo(-20);
    assertThat(fixture.number("select sum(balance) from account_balances")).isZero();
  }

  @Test
  void whatTwoPoolersOweIsKeptApart() {
    UUID first = farmer.pooler();
    UUID second = fixture.remotePooler(2_500).id();
    fixture.moves(farmer, poolers.find(second).orElseThrow());
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    books.planted(farmer.id(), 5, kale("30"), 5);
    books.forfeited(farmer.id(), first, 5, kale("30"), true, "NEVER_WORKED");
    books.planted(farmer.id(), 6, kale("20"), 6);
    books.forfeited(farmer.id(), second, 6, kale("20"), true, "NEVER_WORKED");
    assertThat(books.position(farmer.id()).poolers())
        .containsExactly(
            new Books.Part(first, Kale.ZERO, Kale.ZERO, kale("30")),
            new Books.Part(second, Kale.ZERO, Kale.ZERO, kale("20")));

    // the first pays with the payout, the second afterwards
    books.split(
        farmer.id(),
        first,
        farmer.custodial(),
        new Books.Payout(
            List.of(
                new Books.PoolerPayout(second, Kale.ZERO, Kale.ZERO, Kale.ZERO),
                new Books.PoolerPayout(first, Kale.ZERO, kale("30"), kale("30"))),
            kale("50"),
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO));
    assertThat(books.position(farmer.id()).owedBy(first)).isEqualTo(Kale.ZERO);
    assertThat(books.position(farmer.id()).owedBy(second)).isEqualTo(kale("20"));
    assertThat(balance("pooler-debt:" + first)).isZero();
    assertThat(balance("pooler-debt:" + second)).isEqualTo(-20_0000000);
    books.debtPaid(
        farmer.id(),
        second,
        farmer.custodial(),
        new Books.Repaid(kale("20"), Xlm.ZERO, Xlm.ZERO, null),
        Hash.ZERO);
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
    assertThat(balance("pooler-debt:" + second)).isZero();
    assertThat(balance("pooler-paid:" + second)).isEqualTo(-20_0000000);
    assertThat(statements.of(farmer.id()).orElseThrow().poolers())
        .extracting(Statement.Part::poolerId, Statement.Part::owed)
        .containsExactly(tuple(first, 0L), tuple(second, 0L));
    assertThat(fixture.number("select sum(balance) from account_balances")).isZero();
  }

  private long balance(String account) {
    return fixture.number("select sum(balance) from account_balances where account = ?", account);
  }

  @Test
  void bookingTheSameTwiceChangesNothing() {
    for (int i = 0; i < 2; i++) {
      books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
      books.planted(farmer.id(), 5, kale("50"), 5);
      books.harvested(farmer.id(), 5, kale("50"), kale("20"), 5);
      books.planted(farmer.id(), 6, kale("7"), 6);
      books.forfeited(farmer.id(), farmer.pooler(), 6, kale("7"), true, "NEVER_WORKED");
    }
    Position position = books.position(farmer.id());
    assertThat(position.custody()).isEqualTo(kale("113"));
    assertThat(position.owed()).isEqualTo(kale("7"));
    assertThat(fixture.number("select count(*) from journal_entries")).isEqualTo(5);
    assertThat(fixture.rows("select block_index, amount, cause from compensations"))
        .containsExactly("6 70000000 NEVER_WORKED");
  }

  @Test
  void aLossByTheFarmersOwnFaultIsNotOwed() {
    books.planted(farmer.id(), 5, kale("50"), 5);
    books.forfeited(farmer.id(), farmer.pooler(), 5, kale("50"), false, "GIVEN_UP");
    assertThat(books.position(farmer.id()).forfeited()).isEqualTo(kale("50"));
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
    assertThat(fixture.number("select count(*) from compensations")).isZero();
  }

  @Test
  void aZeroStakeLeavesNoEntryAndNoCompensation() {
    books.planted(farmer.id(), 5, Kale.ZERO, 5);
    books.forfeited(farmer.id(), farmer.pooler(), 5, Kale.ZERO, true, "NEVER_WORKED");
    assertThat(fixture.number("select count(*) from journal_entries")).isZero();
    assertThat(fixture.number("select count(*) from compensations")).isZero();
  }

  @Test
  void refusesANegativeAmount() {
    assertThatThrownBy(() -> books.planted(farmer.id(), 5, kale("-1"), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theStatementSaysWhatTheBooksSay() {
    books.deposited(farmer.id(), kale("100"), 1, "ledger 1");
    books.planted(farmer.id(), 5, kale("50"), 5);
    books.harvested(farmer.id(), 5, kale("50"), kale("21"), 5);
    db.update(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward, ledger,"
            + " harvested_at) values (5, ?, ?, 'HARVESTED', 500000000, 210000000, 5, now())",
        farmer.id(),
        farmer.pooler());
    Statement statement = statements.of(farmer.id()).orElseThrow();
    assertThat(statement.deposited()).isEqualTo(100_0000000);
    assertThat(statement.earned()).isEqualTo(21_0000000);
    assertThat(statement.poolerShare()).isEqualTo(10_5000000);
    assertThat(statement.stillOpen()).isEqualTo(121_0000000);
    assertThat(statements.all()).containsExactly(statement);
    assertThat(statements.all().stream().mapToLong(Statement::stillOpen).sum())
        .isEqualTo(121_0000000);
  }
}
