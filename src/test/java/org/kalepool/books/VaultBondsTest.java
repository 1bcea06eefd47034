package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
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
  @Inject VaultTransfers payments;
  @Inject JournalRepository journal;
  @Inject AccountRepository accounts;
  @Inject SettledLedgerRepository settled;
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
    VaultTransfers before =
        new VaultTransfers(chain, told, vaults, journal, accounts, settled, chain, blocks);
    VaultBonds bonds = bonds(before);
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
    bonds(payments, next).sweep();
    assertThat(fixture.rows("select kale, shares, deposits from booked_bonds order by kale"))
        .containsExactly("70000000 0 70000000", "10050000000 50000000 10000000000");
  }

  private VaultBonds bonds() {
    return bonds(payments);
  }

  private VaultBonds bonds(VaultTransfers payments) {
    return bonds(payments, POOL);
  }

  /** This application is set up without a pool contract. */
  private VaultBonds bonds(VaultTransfers payments, Address contract) {
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
    return new VaultBonds(offered, chain, chain, payments, told, journal, accounts, leader);
  }
}
