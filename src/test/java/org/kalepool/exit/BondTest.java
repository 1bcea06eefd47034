package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.Bonds;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.pooler.RemotePoolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.FakeSigner;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;
import org.kalepool.web.ProblemException;

/** The bond of a pooler elsewhere: what it pays, when it goes back, what a restore leaves of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class BondTest extends ExitFixture {
  private static final String WIDE = "900000000000";

  @Inject Bonds bonds;
  @Inject BondSweep sweepOfBonds;
  @Inject RemotePoolers remote;
  @Inject FakeSigner signer;

  /** The books are fakes: what they have of the bond is put there by hand. */
  private Address bonded(String kale) {
    sweepOfBonds.sweep();
    Address account = bonds.of(pooler.id()).orElseThrow().account();
    booked(kale);
    chain.account(account, "3", kale, WIDE);
    return account;
  }

  private void booked(String kale) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              String key = "test/" + pooler.id() + "/" + clock.instant() + "/" + kale;
              farm.run(
                  "insert into journal_entries (key, kind, memo, at) values (?, 'bond', '', now())",
                  key);
              long stroops = Kale.parse(kale).stroops();
              for (int line = 0; line < 2; line++) {
                farm.run(
                    "insert into journal_lines (entry_id, line, account, asset, amount)"
                        + " select id, ?, ?, 'KALE', ? from journal_entries where key = ?",
                    line,
                    (line == 0 ? "bond:" : "bond-deposits:") + pooler.id(),
                    line == 0 ? stroops : -stroops,
                    key);
              }
            });
  }

  /** The farmer has left, and three are owed by a pooler whose key is elsewhere. */
  private void owedThree() {
    books.position(farmer.id(), "100", "20", "13", "3");
    chain.account(pooler.wallet(), "5", "2", WIDE);
    leave();
    transactions.settle(split().getKey(), landed());
    signer.clear();
  }

  private void wait(Duration time) {
    ((SteppedClock) clock).advance(time);
  }

  @Test
  void paysWhatItsPoolerDidNotPayInTimeAndOnlyOnce() {
    Address account = bonded("5");
    owedThree();
    signer.hold(account);
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).as("the pooler's own time").isEmpty();
    wait(Duration.ofHours(24));
    debts.sweep();
    debts.sweep();
    Map<Long, TransactionRequest> open = transactions.open(Action.DEBT);
    assertThat(open).hasSize(1);
    assertThat(open.values().iterator().next().lane()).isEqualTo(account);
    // the pooler pays late, while the bond's payment is on its way: that one counts
    chain.history().sent(pooler.wallet(), farmer.payout(), "3", 1_000, hash('c'));
    debts.sweep();
    assertThat(books.debts()).isEmpty();
    settleDebt();
    debts.sweep();
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(farmer.id(), account, Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(bonds.of(pooler.id()).orElseThrow().settledLedger()).isEqualTo(1_010);
  }

  @Test
  void paysNothingThatIsMoreThanThereIsOfIt() {
    Address account = bonded("2");
    owedThree();
    signer.hold(account);
    wait(Duration.ofHours(24));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(farm.rows("select obstacle from exit_obstacles where farmer_id = ?", farmer.id()))
        .containsExactly("POOLER_WALLET");
  }

  @Test
  void aPaymentThatARestoredBackupDoesNotKnowIsFoundOnTheChainAndNotMadeAgain() {
    Address account = bonded("5");
    owedThree();
    signer.hold(account);
    wait(Duration.ofSeconds(1));
    farm.run(
        "insert into audit (who, what, at) values ('test', 'restore', ?)",
        clock.instant().atOffset(ZoneOffset.UTC));
    wait(Duration.ofHours(24));
    chain.account(account, "3", "2", WIDE);
    chain.setLedger(1_100, 1_800_000_500);
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).as("held").isEmpty();
    chain.history().sent(account, farmer.payout(), "3", 1_101, hash('d'));
    chain.setLedger(1_101, 1_800_000_505);
    debts.sweep();
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(farmer.id(), account, Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
    assertThat(transactions.open(Action.DEBT)).isEmpty();
  }

  @Test
  void goesBackOnceWhenThePoolerHasLeftAndOwesNothing() {
    Address account = bonded("5");
    chain.account(pooler.wallet(), "5", "0", WIDE);
    drains();
    sweepOfBonds.sweep();
    assertThat(transactions.open(Action.BOND)).as("a farmer is with it").isEmpty();
    farm.moved(farmer.id(), FarmerState.ACTIVE, FarmerState.LEAVING);
    farm.moved(farmer.id(), FarmerState.LEAVING, FarmerState.DEPARTED);
    sweepOfBonds.sweep();
    sweepOfBonds.sweep();
    assertThat(transactions.open(Action.BOND)).hasSize(1);
    assertThatThrownBy(
            () -> QuarkusTransaction.requiringNew().run(() -> remote.setActive(pooler.id(), true)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("on its way back");

    long first = transactions.open(Action.BOND).keySet().iterator().next();
    transactions.settle(first, new Outcome.Refused(null, Cause.EXPIRED, "test"));
    assertThat(books.bonds()).isEmpty();
    sweepOfBonds.sweep();
    long second = transactions.open(Action.BOND).keySet().iterator().next();
    assertThat(second).isNotEqualTo(first);
    transactions.settle(second, landed());
    assertThat(books.bonds()).containsExactly(pooler.id() + " 5.0000000 returned");
    booked("-5");
    chain.removeAccount(account);
    chain.setLedger(1_020, 1_800_000_100);
    sweepOfBonds.sweep();
    assertThat(transactions.open(Action.BOND)).isEmpty();
    assertThat(bonds.of(pooler.id()).orElseThrow().missing()).isEqualTo(Kale.ZERO);
  }

  private void drains() {
    assertThat(QuarkusTransaction.requiringNew().call(() -> remote.setActive(pooler.id(), false)))
        .isTrue();
  }

  @Test
  void aReturnThatARestoredBackupDoesNotKnowIsBookedFromTheChain() {
    Address account = bonded("5");
    drains();
    farm.moved(farmer.id(), FarmerState.ACTIVE, FarmerState.LEAVING);
    farm.moved(farmer.id(), FarmerState.LEAVING, FarmerState.DEPARTED);
    chain.removeAccount(account);
    sweepOfBonds.sweep();
    Bond missing = bonds.of(pooler.id()).orElseThrow();
    assertThat(missing.missing()).isEqualTo(Kale.parse("5"));
    assertThat(missing.waitingFor()).contains("less than the books say");
    chain.history().sent(account, pooler.wallet(), "5", 1_005, hash('e'));
    chain.setLedger(1_010, 1_800_000_050);
    sweepOfBonds.sweep();
    assertThat(books.bonds()).containsExactly(pooler.id() + " 5.0000000 returned");
    assertThat(bonds.of(pooler.id()).orElseThrow().missing()).isEqualTo(Kale.ZERO);
  }

  @Test
  void itsAccountIsTheSameAfterItsRowWasLost() {
    Address account = bonded("0.0000001");
    farm.run("delete from pooler_bonds where pooler_id = ?", pooler.id());
    sweepOfBonds.sweep();
    assertThat(bonds.of(pooler.id()).orElseThrow().account()).isEqualTo(account);
  }

  /** Of this test alone: the database remembers what was booked. */
  private Hash hash(char first) {
    return new Hash(first + farmer.id().toString().replace("-", "").repeat(2).substring(1));
  }
}
