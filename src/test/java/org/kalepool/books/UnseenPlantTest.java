package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.testing.VaultStages;

/** A plant that landed while the node was silent for longer than pails live. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class UnseenPlantTest {
  private static final Kale STAKE = Kale.parse("40");

  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject Books books;
  @Inject VaultStages vaults;
  @Inject Db db;

  private Planter farmer;
  private long block;

  /** 100 KALE in the books; then a plant whose end nobody saw. */
  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    farmer = fixture.active(50, 1, "100", "10");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    block = chain.index() - 5;
    db.update(
        """
        with t as (insert into transactions (lane, call, state, sequence, hash, max_time,
            built_ledger, cause, created_at, settled_at)
          values (?, ?, 'REFUSED', 7, 'ab', 1, ?, 'SEQUENCE_TAKEN', now(), now()) returning id)
        insert into transaction_actions (transaction_id, farmer_id, block_index, action, live)
        select id, ?, ?, 'PLANT', false from t\
        """,
        farmer.custodial().text(),
        "{\"amount\": %d}".formatted(STAKE.stroops()),
        chain.now().ledger() - 100_000,
        farmer.id(),
        block);
  }

  private void nextLedger() {
    chain.close(1);
    fixture.step();
  }

  private Movement burned(Kale amount) {
    long ledger = chain.now().ledger();
    return new Movement(Kind.BURNED, amount, ledger, 1, Hash.ZERO, null, List.of(block));
  }

  @Test
  void itsStakeIsBookedThoughKaleHasComeInMeanwhile() {
    chain.history().rememberMoves(List.of(burned(STAKE)));
    chain.history().remember(Set.of());
    chain.setKale(farmer.custodial(), Kale.parse("160"));
    nextLedger();
    assertThat(fixture.rows("select block_index, status, stake from plantings"))
        .containsExactly(block + " PLANTED " + STAKE.stroops());
    // the pail that is gone is accounted for before anything else
    for (int i = 0; i < 3; i++) {
      nextLedger();
    }
    assertThat(fixture.rows("select status, stake, debtor from harvests"))
        .containsExactly("LOST " + STAKE.stroops() + " POOLER");
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("200"));
    assertThat(books.position(farmer.id()).owed()).isEqualTo(STAKE);
  }

  @Test
  void ofAVaultThatWasPlantedWithOthersItIsTheStakeThatItWasToHave() {
    Planter vault = vaults.farmer("100", "0");
    fixture.move(vault, "ACTIVE", "SUSPENDED");
    nextLedger();
    db.update(
        """
        with t as (insert into transactions (lane, call, state, sequence, hash, max_time,
            built_ledger, cause, created_at, settled_at)
          values (?, ?, 'REFUSED', 7, 'cd', 1, ?, 'SEQUENCE_TAKEN', now(), now()) returning id)
        insert into transaction_actions
          (transaction_id, farmer_id, block_index, action, live, ended, cause, fee_charged)
        select id, ?, ?, 'PLANT', false, 'REFUSED', 'SEQUENCE_TAKEN', 0 from t\
        """,
        FarmRows.address("a channel").text(),
        "{\"call\": \"plantMany\", \"items\": [{\"farmer\": \"%s\", \"amount\": 7}, {\"farmer\": \"%s\", \"amount\": %d}]}"
            .formatted(farmer.custodial().text(), vault.custodial().text(), STAKE.stroops()),
        chain.now().ledger() - 100_000,
        vault.id(),
        block);
    chain.contract(vault.custodial(), Kale.parse("60"));
    nextLedger();
    nextLedger();
    assertThat(
            fixture.rows(
                "select block_index, status, stake from plantings where farmer_id = ?", vault.id()))
        .containsExactly(block + " PLANTED " + STAKE.stroops());
    assertThat(fixture.rows("select difference from reconciliations where difference <> 0"))
        .isEmpty();
  }

  @Test
  void whatCameInIsADepositWhereNothingWasBurned() {
    chain.history().rememberMoves(List.of(burned(Kale.parse("39"))));
    chain.setKale(farmer.custodial(), Kale.parse("160"));
    nextLedger();
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("160"));
    assertThat(fixture.rows("select 1 from plantings")).isEmpty();
  }

  @Test
  void aFarmerOfWhomTheNodeDoesNotTellYetHoldsUpNoOther() {
    List<Planter> others =
        List.of(fixture.active(50, 1, "5", "10"), fixture.active(50, 1, "5", "10"));
    others.forEach(other -> fixture.move(other, "ACTIVE", "SUSPENDED"));
    nextLedger();
    chain.history().rememberMoves(List.of());
    chain.history().lag(10);
    chain.setKale(farmer.custodial(), Kale.parse("160"));
    others.forEach(other -> chain.setKale(other.custodial(), Kale.parse("9")));
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100"));
    assertThat(others)
        .allSatisfy(
            other -> assertThat(books.position(other.id()).deposited()).isEqualTo(Kale.parse("9")));
    chain.history().lag(0);
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("160"));
  }
}
