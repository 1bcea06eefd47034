package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** What happens to vaults without the pool's doing finds its way into the books. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultBooksTest extends VaultBooksFixture {
  @Inject ReconciliationRepository standings;
  @Inject VaultTransfers transfers;

  @Test
  void tellsDepositsWithdrawalsSharesAndCoversApart() {
    pays(EXCHANGE, farmer.custodial(), "100");
    nextLedger();
    pays(farmer.custodial(), POOL, "5");
    Hash withdrawal = pays(farmer.custodial(), EXCHANGE, "30");
    nextLedger();
    pays(POOL, farmer.custodial(), "12");
    nextLedger();
    // of a gain the cover comes back first
    pays(farmer.custodial(), POOL, "14");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "settled", "withdrawn", "covered", "settled");
    Statement is = statement();
    assertThat(is.deposited()).isEqualTo(100_0000000L);
    assertThat(is.paidOut()).isEqualTo(30_0000000L);
    assertThat(is.poolerShare()).isEqualTo(7_0000000L);
    assertThat(is.compensation()).isZero();
    assertThat(is.stillOpen()).isEqualTo(63_0000000L);
    assertThat(
            fixture.text(
                "select memo from journal_entries where kind = 'withdrawn' and farmer_id = ?",
                farmer.id()))
        .isEqualTo("KALE to " + EXCHANGE + " by " + withdrawal.hex());
    assertThat(differences()).isEmpty();
  }

  @Test
  void whatCameAndWentBetweenTwoLooksIsToldWithTheNextDifference() {
    pays(OWNER, farmer.custodial(), "8");
    pays(farmer.custodial(), OWNER, "8");
    nextLedger();
    assertThat(kinds()).isEmpty();
    pays(OWNER, farmer.custodial(), "2");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "withdrawn", "deposit");
  }

  @Test
  void paysOfOneTransactionAreEachBookedOnce() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    Hash one = Hash.of(Sha256.of("a withdrawal that settles first"));
    chain.pay(farmer.custodial(), POOL, Kale.parse("1"), one);
    chain.pay(farmer.custodial(), OWNER, Kale.parse("9"), one);
    nextLedger();
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "settled", "withdrawn");
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("40"));
  }

  @Test
  void aStroopThatNobodyWasPaidIsADifference() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    chain.setKale(farmer.custodial(), Kale.ofStroops(499_999_999));
    nextLedger();
    assertThat(differences()).containsExactly("kale 500000000 499999999 -1");
  }

  @Test
  void whatANodeDoesNotRememberIsADepositAndNeverAWithdrawal() {
    pays(OWNER, farmer.custodial(), "50");
    chain.history().movesFrom(chain.now().ledger() + 2);
    nextLedger();
    assertThat(kinds()).containsExactly("deposit");
    chain.history().movesFrom(0);
    pays(farmer.custodial(), OWNER, "10");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "withdrawn");
    pays(farmer.custodial(), OWNER, "10");
    chain.history().movesFrom(chain.now().ledger() + 2);
    nextLedger();
    assertThat(differences()).containsExactly("kale 400000000 300000000 -100000000");
    assertThat(kinds()).containsExactly("deposit", "withdrawn");
  }

  /** A vault that is never at rest is not seen to agree. */
  @Test
  void whatANodeRemembersIsBookedWhereItExplainsAllThoughItsMemoryBeganLater() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    chain.close(3);
    chain.history().movesFrom(chain.now().ledger());
    pays(farmer.custodial(), POOL, "5");
    pays(farmer.custodial(), OWNER, "10");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "settled", "withdrawn");
    assertThat(differences()).isEmpty();
  }

  @Test
  void whatANodeRemembersIsToldApartFromADepositThatItHasForgotten() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    chain.close(1);
    pays(OWNER, farmer.custodial(), "100");
    chain.close(2);
    chain.history().movesFrom(chain.now().ledger());
    pays(farmer.custodial(), POOL, "5");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "settled", "deposit");
    assertThat(statement().deposited()).isEqualTo(150_0000000L);
    assertThat(differences()).isEmpty();
  }

  @Test
  void aWithdrawalThatANodeHasForgottenIsADifferenceUntilAnotherTellsIt() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    chain.close(1);
    long forgotten = chain.now().ledger();
    pays(farmer.custodial(), OWNER, "20");
    chain.close(2);
    chain.history().movesFrom(chain.now().ledger());
    pays(farmer.custodial(), POOL, "5");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit");
    assertThat(differences()).containsExactly("kale 500000000 250000000 -250000000");
    chain.history().movesFrom(forgotten);
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "withdrawn", "settled");
  }

  /** As another node's begins with its first ledger. */
  @Test
  void aMemoryThatBeginsAfterTheLastAgreementIsLongEnough() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    nextLedger();
    chain.history().movesFrom(chain.now().ledger() + 1);
    pays(farmer.custodial(), OWNER, "10");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "withdrawn");
    assertThat(differences()).isEmpty();
  }

  /** A restore takes bookings back; who has departed it does not hold. */
  @Test
  void whatAProcessSawAgreeBeforeARestoreSaysNothingOfBooksThatAreOlder() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    fixture.move(farmer, "SUSPENDED", "LEAVING");
    fixture.move(farmer, "LEAVING", "DEPARTED");
    long backedUp = chain.now().ledger();
    chain.close(1);
    pays(farmer.custodial(), OWNER, "50");
    chain.close(1);
    transfers.agree(later(standings.find(farmer.id(), -1).orElseThrow()), chain.now().ledger());
    chain.history().movesFrom(backedUp + 3);
    nextLedger();
    assertThat(kinds()).containsExactly("deposit");
    chain.history().movesFrom(0);
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "withdrawn");
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.ZERO);
  }

  /** As they were before the restore, with the withdrawal in them. */
  private Standing later(Standing restored) {
    return new Standing(
        restored.farmer(),
        restored.pooler(),
        restored.custodial(),
        restored.vault(),
        restored.departed(),
        0,
        restored.xlm(),
        chain.now().ledger(),
        restored.pails(),
        restored.done(),
        restored.idle(),
        restored.departing(),
        restored.held());
  }

  @Test
  void aDepartedFarmersVaultIsFollowedUntilItIsEmpty() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    fixture.move(farmer, "SUSPENDED", "LEAVING");
    fixture.move(farmer, "LEAVING", "DEPARTED");
    pays(farmer.custodial(), OWNER, "20");
    nextLedger();
    pays(farmer.custodial(), OWNER, "30");
    nextLedger();
    assertThat(statement().paidOut()).isEqualTo(50_0000000L);
    assertThat(statement().stillOpen()).isZero();
    assertThat(statements.reconcileAll().differenceStroops()).isZero();
  }

  @Test
  void aStakeLostFromAVaultIsNobodysDebt() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    plant(chain.index(), Kale.parse("20"));
    lose(chain.index(), Kale.parse("20"));
    assertThat(statement().forfeited()).isEqualTo(20_0000000L);
    assertThat(statement().compensation()).isZero();
    assertThat(statement().owed()).isZero();
    pays(POOL, farmer.custodial(), "20");
    nextLedger();
    assertThat(statement().compensation()).isEqualTo(20_0000000L);
    assertThat(statement().stillOpen()).isEqualTo(50_0000000L);
  }

  @Test
  void whatWasPaidIsBookedAllOrNotAtAll() {
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    pays(farmer.custodial(), POOL, "1");
    pays(farmer.custodial(), OWNER, "9");
    db.update(
        "alter table journal_entries add constraint dies check (kind <> 'withdrawn') not valid");
    try {
      nextLedger();
      assertThat(kinds()).containsExactly("deposit");
    } finally {
      db.update("alter table journal_entries drop constraint dies");
    }
    nextLedger();
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "settled", "withdrawn");
    assertThat(differences()).isEmpty();
  }

  @Test
  void aRestoredPoolFindsWhatWasPlantedAndPaidSinceTheBackup() {
    pays(OWNER, farmer.custodial(), "100");
    nextLedger();
    restored(farmer);
    long block = chain.index();
    Kale stake = Kale.parse("20");
    pays(farmer.custodial(), POOL, "1");
    pays(farmer.custodial(), OWNER, "30");
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).minus(stake));
    chain.putPail(
        farmer.custodial(),
        block,
        new Pail(chain.now().ledger(), null, BigInteger.valueOf(stake.stroops()), null));
    chain
        .history()
        .rememberMoves(
            farmer.custodial(),
            List.of(
                new Movement(
                    Movements.Kind.BURNED,
                    stake,
                    chain.now().ledger(),
                    0,
                    Hash.of(Sha256.of("a plant")),
                    null,
                    List.of(block))));
    looks();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
    nextLedger();
    assertThat(kinds()).containsExactly("deposit", "planted", "settled", "withdrawn");
    agrees(Map.of(block, stake));
    assertThat(differences()).isEmpty();
    assertThat(fixture.rows("select 1 from earned_payouts union all select 1 from splits"))
        .isEmpty();
  }
}
