package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.leader.Leader;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;
import org.kalepool.vault.Vaults;

/** The pool contract's KALE in the books. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultBondsTest extends VaultBooksFixture {
  @Inject Vaults vaults;
  @Inject ToldTransferRepository told;
  @Inject VaultEntries vaultEntries;
  @Inject BondEntries bondEntries;
  @Inject Reconciler reconciler;
  @Inject Blocks blocks;
  @Inject Leader leader;

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

  /** What a process has read of the bond, and has not told of the vault when it dies, is told. */
  @Test
  void aCoverThatWasTakenOutIsToldOfTheVaultByTheProcessThatFollows() {
    VaultTransfers before = new VaultTransfers(chain, told, vaults, vaultEntries, chain, blocks);
    VaultBonds bonds = bonds();
    assertThat(bonds.compare()).hasValue(0);
    nextLedger();
    pays(POOL, farmer.custodial(), "25");
    pays(farmer.custodial(), OWNER, "25");
    assertThat(chain.kale(farmer.custodial())).isEqualTo(books.position(farmer.id()).custody());
    nextLedger();
    assertThat(kinds()).as("nothing differs").isEmpty();
    assertThat(bonds.compare()).hasValue(0);
    nextLedger();
    assertThat(kinds()).containsExactly("covered", "withdrawn");
    assertThat(before.untold()).isEmpty();
  }

  /** Contracts are not upgraded: another is configured, and the first one's vaults go on. */
  @Test
  void aPoolContractThatAnotherHasReplacedIsFollowedStill() {
    bonds().sweep();
    Address next = Address.contract(Sha256.of("another pool contract"));
    chain.contract(next, Kale.parse("7"));
    pays(farmer.custodial(), POOL, "5");
    nextLedger();
    bonds(next).sweep();
    assertThat(fixture.rows("select kale, shares, deposits from booked_bonds order by kale"))
        .containsExactly("70000000 0 70000000", "10050000000 50000000 10000000000");
  }

  private void bondsBooks(String... rows) {
    assertThat(fixture.rows("select kale, shares, deposits from booked_bonds"))
        .containsExactly(rows);
  }

  /** As another node's begins with its first ledger. */
  @Test
  void aMemoryThatBeginsAfterTheLastAgreementIsLongEnough() {
    VaultBonds bonds = bonds();
    assertThat(bonds.compare()).hasValue(0);
    nextLedger();
    nextLedger();
    assertThat(bonds.compare()).as("they agree").hasValue(0);
    chain.history().movesFrom(chain.now().ledger() + 1);
    pays(farmer.custodial(), POOL, "5");
    pays(EXCHANGE, POOL, "10");
    nextLedger();
    assertThat(bonds.compare()).hasValue(0);
    bondsBooks("10150000000 50000000 10100000000");
    assertThat(memos()).doesNotContain("of which no node tells");
  }

  @Test
  void whatANodeRemembersOfTheBondIsToldThoughItsMemoryBeganLater() {
    assertThat(bonds().compare()).hasValue(0);
    chain.close(1);
    pays(EXCHANGE, POOL, "10");
    chain.close(2);
    chain.history().movesFrom(chain.now().ledger());
    pays(farmer.custodial(), POOL, "5");
    chain.close(1);
    assertThat(bonds().compare()).hasValue(0);
    bondsBooks("10150000000 50000000 10100000000");
  }

  private List<String> memos() {
    return fixture.rows(
        "select memo from journal_entries where kind = 'vault-bond' order by id offset 1");
  }

  /** A process that has just begun has seen no agreement. */
  @Test
  void whatNoNodeTellsOfTheBondTheVaultsOwnBooksTell() {
    assertThat(bonds().compare()).hasValue(0);
    pays(farmer.custodial(), POOL, "5");
    pays(POOL, farmer.custodial(), "2");
    pays(EXCHANGE, POOL, "10");
    vaultsAreRead();
    assertThat(kinds()).containsExactly("settled", "covered");
    chain.history().movesFrom(chain.now().ledger() + 1);
    assertThat(bonds().compare()).hasValue(0);
    bondsBooks("10130000000 30000000 10100000000");
    chain.history().movesFrom(0);
    pays(farmer.custodial(), POOL, "1");
    nextLedger();
    assertThat(bonds().compare()).hasValue(0);
    bondsBooks("10140000000 40000000 10100000000");
  }

  /** What leaves the bond as it was is a difference between vaults and others all the same. */
  @Test
  void aShareThatWasTakenOutUntoldIsAShareByTheVaultsBooks() {
    assertThat(bonds().compare()).hasValue(0);
    pays(farmer.custodial(), POOL, "5");
    pays(POOL, OWNER, "5");
    vaultsAreRead();
    chain.history().movesFrom(chain.now().ledger() + 1);
    VaultBonds bonds = bonds();
    assertThat(bonds.compare()).as("they agree").hasValue(0);
    pays(EXCHANGE, POOL, "10");
    nextLedger();
    assertThat(bonds.compare()).hasValue(0);
    bondsBooks("10100000000 50000000 10050000000");
  }

  /** As a vault's are that were not read yet: by another node, or by one that came back. */
  @Test
  void theVaultsOwnBooksTellItLaterThanTheBonds() {
    assertThat(bonds().compare()).hasValue(0);
    nextLedger();
    long forgotten = chain.now().ledger();
    pays(farmer.custodial(), POOL, "5");
    chain.close(1);
    chain.history().movesFrom(chain.now().ledger() + 1);
    assertThat(bonds().compare()).hasValue(0);
    bondsBooks("10050000000 0 10050000000");
    chain.history().movesFrom(forgotten);
    nextLedger();
    assertThat(kinds()).containsExactly("settled");
    bondsBooks("10050000000 50000000 10000000000");
    nextLedger();
    assertThat(bonds().compare()).hasValue(0);
    bondsBooks("10050000000 50000000 10000000000");
  }

  /** What came before the first look. */
  @Test
  void whatVaultsPaidBeforeTheBondWasFirstLookedAtIsTheirs() {
    pays(farmer.custodial(), POOL, "5");
    nextLedger();
    assertThat(bonds().compare()).hasValue(0);
    bondsBooks("10050000000 50000000 10000000000");
  }

  /** The vaults alone. */
  private void vaultsAreRead() {
    chain.close(1);
    reconciler.sweep();
  }

  private VaultBonds bonds() {
    return bonds(POOL);
  }

  /** This application is set up without a pool contract. */
  private VaultBonds bonds(Address contract) {
    Vaults offered =
        (Vaults)
            Proxy.newProxyInstance(
                Vaults.class.getClassLoader(),
                new Class<?>[] {Vaults.class},
                (_, method, arguments) ->
                    switch (method.getName()) {
                      case "offered" -> true;
                      case "contract" -> contract;
                      default -> method.invoke(vaults, arguments);
                    });
    return new VaultBonds(offered, chain, chain, told, bondEntries, leader);
  }
}
