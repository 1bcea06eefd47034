package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.vault.Vaults;

/** What happens to vaults without the pool's doing finds its way into the books. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultBooksTest extends RecoveryFixture {
  private static final Address POOL = Address.contract(Sha256.of("the pool contract"));
  private static final Address OWNER = Address.account(Sha256.of("an owner"));
  private static final Address EXCHANGE = Address.account(Sha256.of("an exchange"));

  @Inject Vaults vaults;
  @Inject ToldTransferRepository told;
  @Inject VaultTransfers payments;
  @Inject JournalRepository journal;
  @Inject AccountRepository accounts;
  @Inject Leader leader;
  @Inject Event<PlantFound> planted;
  @Inject Event<HarvestFound> harvested;
  @Inject Event<PailWrittenOff> writtenOff;

  private Planter farmer;
  private int transactions;

  @BeforeEach
  void aVault() {
    farmer = fixture.vault(POOL, OWNER);
    // so that nothing is planted from it
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    chain.contract(POOL, Kale.parse("1000"));
    nextLedger();
  }

  private Hash pays(Address from, Address to, String amount) {
    Hash transaction = Hash.of(Sha256.of("transaction " + ++transactions));
    chain.pay(from, to, Kale.parse(amount), transaction);
    return transaction;
  }

  private List<String> kinds() {
    return fixture.rows(
        "select kind from journal_entries where farmer_id = ? order by id", farmer.id());
  }

  private Statement statement() {
    return statements.of(farmer.id()).orElseThrow();
  }

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

  @Test
  void thePoolContractsBooksAreItsOwnPaymentsAndAgreeWithTheVaults() {
    VaultBonds bonds = bonds();
    assertThat(bonds.compare()).hasValue(0);
    pays(OWNER, farmer.custodial(), "50");
    nextLedger();
    pays(EXCHANGE, POOL, "10");
    pays(farmer.custodial(), POOL, "5");
    pays(POOL, farmer.custodial(), "2");
    pays(POOL, OWNER, "3");
    nextLedger();
    assertThat(bonds.compare()).hasValue(0);
    assertThat(bonds.compare()).hasValue(0);
    assertThat(fixture.rows("select kale, shares, deposits from booked_bonds"))
        .containsExactly("10100000000 30000000 10070000000");
    Statement is = statement();
    assertThat(is.poolerShare() - is.compensation()).isEqualTo(3_0000000L);
    chain.setKale(POOL, Kale.ofStroops(1010_0000000L - 1));
    chain.close(1);
    assertThat(bonds.compare()).hasValue(-1);
    chain.history().movesFrom(chain.now().ledger() + 2);
    chain.setKale(POOL, Kale.parse("900"));
    chain.close(1);
    assertThat(bonds.compare()).hasValue(0);
    assertThat(fixture.rows("select kale, deposits from booked_bonds"))
        .containsExactly("9000000000 8970000000");
  }

  /** A cover can be claimed by anybody, long after its farmer has left, and taken out at once. */
  @Test
  void aCoverThatComesToAnEmptyVaultOfOneWhoHasDepartedIsToldThoughItWasTakenOut() {
    VaultBonds bonds = bonds();
    assertThat(bonds.compare()).hasValue(0);
    fixture.move(farmer, "SUSPENDED", "LEAVING");
    fixture.move(farmer, "LEAVING", "DEPARTED");
    nextLedger();
    pays(POOL, farmer.custodial(), "25");
    pays(farmer.custodial(), OWNER, "25");
    nextLedger();
    assertThat(bonds.compare()).hasValue(0);
    nextLedger();
    assertThat(kinds()).containsExactly("covered", "withdrawn");
    nextLedger();
    pays(POOL, farmer.custodial(), "5");
    nextLedger();
    assertThat(bonds.compare()).hasValue(0);
    nextLedger();
    assertThat(kinds()).containsExactly("covered", "withdrawn", "covered");
  }

  /** This application is set up without a pool contract. */
  private VaultBonds bonds() {
    Vaults offered =
        (Vaults)
            Proxy.newProxyInstance(
                Vaults.class.getClassLoader(),
                new Class<?>[] {Vaults.class},
                (_, method, arguments) ->
                    switch (method.getName()) {
                      case "offered" -> true;
                      case "contract" -> POOL;
                      default -> method.invoke(vaults, arguments);
                    });
    return new VaultBonds(offered, chain, chain, payments, told, journal, accounts, leader);
  }

  /** Of a running or later block, which nobody harvests yet. */
  private void plant(long block, Kale stake) {
    Pail pail = new Pail(chain.now().ledger(), null, BigInteger.valueOf(stake.stroops()), null);
    chain.putPail(farmer.custodial(), block, pail);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).minus(stake));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                planted.fire(
                    new PlantFound(
                        farmer.id(), block, stake, chain.now().ledger(), null, pail, false, true)));
  }

  private void harvest(long block, Kale stake, Kale reward) {
    chain.removePail(farmer.custodial(), block);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).plus(stake).plus(reward));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                harvested.fire(
                    new HarvestFound(
                        farmer.id(), block, stake, reward, chain.now().ledger(), null)));
  }

  /** Each step may leave several things to be told at once; the vault's own rules pay the pool. */
  @Test
  void whateverHappensInWhateverOrderBooksAndChainAgreeToTheStroop() {
    Random random = new Random(17);
    Map<Long, Kale> open = new TreeMap<>();
    long block = chain.index();
    List<Long> shares = new ArrayList<>();
    long lent = 0;
    for (int step = 0; step < 150; step++) {
      long held = chain.kale(farmer.custodial()).stroops();
      Kale some = Kale.ofStroops(held == 0 ? 0 : 1 + random.nextLong(held));
      switch (random.nextInt(7)) {
        case 0 -> pay(EXCHANGE, farmer.custodial(), Kale.ofStroops(1 + random.nextLong(1L << 40)));
        case 1 -> pay(farmer.custodial(), OWNER, some);
        case 2 -> {
          pay(farmer.custodial(), POOL, some);
          long back = Math.min(lent, some.stroops());
          lent -= back;
          shares.add(some.stroops() - back);
        }
        case 3 -> {
          Kale cover = Kale.ofStroops(1 + random.nextLong(1_000_000));
          lent += cover.stroops();
          pay(POOL, farmer.custodial(), cover);
        }
        case 4 -> {
          open.put(++block, some);
          plant(block, some);
        }
        case 5 -> {
          if (!open.isEmpty()) {
            Map.Entry<Long, Kale> oldest = Map.Entry.copyOf(open.entrySet().iterator().next());
            open.remove(oldest.getKey());
            harvest(oldest.getKey(), oldest.getValue(), Kale.ofStroops(random.nextLong(1L << 35)));
          }
        }
        default -> {
          if (!open.isEmpty()) {
            Map.Entry<Long, Kale> oldest = Map.Entry.copyOf(open.entrySet().iterator().next());
            open.remove(oldest.getKey());
            lose(oldest.getKey(), oldest.getValue());
          }
        }
      }
      if (random.nextInt(3) == 0) {
        nextLedger();
        agrees(open);
      }
    }
    nextLedger();
    agrees(open);
    Statement is = statement();
    assertThat(is.poolerShare()).isEqualTo(shares.stream().mapToLong(Long::longValue).sum());
    assertThat(is.compensation()).isEqualTo(lent);
  }

  private void lose(long block, Kale stake) {
    chain.removePail(farmer.custodial(), block);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                writtenOff.fire(
                    new PailWrittenOff(
                        farmer.id(), block, stake, Debtor.POOLER, "GONE", chain.now().ledger())));
  }

  private void pay(Address from, Address to, Kale amount) {
    if (amount.isPositive()) {
      Hash transaction = Hash.of(Sha256.of("transaction " + ++transactions));
      chain.pay(from, to, amount, transaction);
    }
  }

  private void agrees(Map<Long, Kale> open) {
    assertThat(books.position(farmer.id()).custody()).isEqualTo(chain.kale(farmer.custodial()));
    Kale staked = open.values().stream().reduce(Kale.ZERO, Kale::plus);
    assertThat(books.position(farmer.id()).staked()).isEqualTo(staked);
    Statement is = statement();
    assertThat(
            is.deposited()
                + is.earned()
                - is.forfeited()
                + is.compensation()
                - is.poolerShare()
                - is.paidOut())
        .isEqualTo(is.stillOpen());
  }
}
