package org.kalepool.vault;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.batch.BatchSettings;
import org.kalepool.db.Db;
import org.kalepool.db.DbException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.PoolContracts.PoolState;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** What is kept of vaults. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class StoredVaultsTest {
  private static final Address POOL = Address.contract(Sha256.of("pool"));
  private static final Address OWNER = Address.contract(Sha256.of("a wallet with passkeys"));

  /** One for all tests, which share a database. */
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  @Inject VaultRepository repository;
  @Inject BatchSettings batches;
  @Inject Poolers poolers;
  @Inject Clock clock;
  @Inject Db db;

  private final FakeContracts contracts = FakeContracts.ofVaults();
  private StoredVaults vaults;

  @BeforeEach
  void offered() {
    vaults = vaults(Optional.of(POOL));
  }

  private StoredVaults vaults(Optional<Address> contract) {
    return new StoredVaults(
        new FakeVaultSettings(contract), repository, contracts, poolers, RANDOM, clock);
  }

  private Vault offer(UUID farmer) {
    return QuarkusTransaction.requiringNew()
        .call(() -> vaults.offer(farmer, OWNER, 2_500, Kale.parse("3")));
  }

  @Test
  void aVaultIsWhereTheContractSaysOfWhatItIsMadeOf() {
    UUID farmer = UUID.randomUUID();
    Vault vault = offer(farmer);
    assertThat(vault.making().owner()).isEqualTo(OWNER);
    assertThat(vault.making().basisPoints()).isEqualTo(2_500);
    assertThat(vault.making().floor()).isEqualTo(Kale.parse("3"));
    assertThat(vault.making().id()).isNotNegative();
    assertThat(vault.address()).isEqualTo(contracts.vault(POOL, vault.making()));
    assertThat(vault.isMade()).isFalse();
    assertThat(vaults.find(farmer)).contains(vault);
    assertThat(vaults.at(vault.address())).contains(vault);
    assertThat(vaults.of(List.of(farmer, UUID.randomUUID()))).containsOnlyKeys(farmer);
    assertThat(vaults.operator()).isEqualTo(poolers.own().wallet());
  }

  @Test
  void twoVaultsOfOneOwnerAreApart() {
    assertThat(offer(UUID.randomUUID()).address()).isNotEqualTo(offer(UUID.randomUUID()).address());
  }

  @Test
  void remembersTheFirstLedgerInWhichItWasMadeAndStoppedAndTheLastSettlement() {
    UUID farmer = UUID.randomUUID();
    offer(farmer);
    assertThat(vaults.allMade(null, 10_000)).extracting(Vault::farmer).doesNotContain(farmer);
    for (long ledger : new long[] {700, 720, 710}) {
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                vaults.made(farmer, ledger);
                vaults.stopped(farmer, ledger + 1_000);
                vaults.settled(farmer, ledger);
              });
    }
    Vault vault = vaults.find(farmer).orElseThrow();
    assertThat(vault.madeIn()).hasValue(700);
    assertThat(vault.stoppedIn()).hasValue(1_700);
    assertThat(vault.settledIn()).hasValue(720);
    assertThat(vaults.allMade(null, 10_000)).extracting(Vault::farmer).contains(farmer);
    assertThat(vaults.allMade(farmer, 10_000)).extracting(Vault::farmer).doesNotContain(farmer);
  }

  @Test
  void whatAVaultIsMadeOfCanNeitherBeChangedNorForgotten() {
    UUID farmer = UUID.randomUUID();
    offer(farmer);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              vaults.made(farmer, 5);
              vaults.stopped(farmer, 6);
            });
    assertThat(vaults.find(farmer).orElseThrow().madeIn()).hasValue(5);
    for (String change :
        List.of(
            "update vaults set owner = contract where farmer_id = ?",
            "update vaults set basis_points = 0 where farmer_id = ?",
            "update vaults set number = number + 1 where farmer_id = ?",
            "update vaults set made_ledger = null where farmer_id = ?",
            "update vaults set stopped_ledger = 7 where farmer_id = ?",
            "delete from vaults where farmer_id = ?")) {
      assertThatThrownBy(() -> db.update(change, farmer), change).isInstanceOf(DbException.class);
    }
  }

  @Test
  void withoutAContractNoneIsOffered() {
    StoredVaults none = vaults(Optional.empty());
    assertThat(none.offered()).isFalse();
    assertThatThrownBy(() -> none.offer(UUID.randomUUID(), OWNER, 0, Kale.ZERO))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kale.vault.contract-id");
    given()
        .contentType("application/json")
        .body(
            Map.of(
                "pooler_id",
                poolers.own().id().toString(),
                "payout_wallet",
                OWNER.text(),
                "stake_percentage",
                50,
                "harvest_interval",
                1,
                "custody",
                "VAULT"))
        .post("/api/v1/farmers")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("custody"))
        .body("errors[0].message", containsString("makes no vaults"));
  }

  @Test
  void aPoolContractWithoutABatchContractEndsTheStart() {
    new VaultStart(new FakeVaultSettings(Optional.empty()), batches).check();
    assertThatThrownBy(
            () -> new VaultStart(new FakeVaultSettings(Optional.of(POOL)), batches).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kale.batch.contract-id");
  }

  private PoolState state(Address operator, Hash code) {
    return new PoolState(operator, operator, code, 17_280, Kale.ZERO, Kale.ZERO, 1);
  }

  @Test
  void aPoolContractByWhichNobodyCanFarmIsTold() throws IOException {
    VaultContract contract = new VaultContract(vaults, contracts);
    contract.sweep();
    assertThat(contract.trouble()).get().asString().contains("no contract", POOL.text());
    Address own = poolers.own().wallet();
    Hash code;
    try (InputStream in = Vault.class.getResourceAsStream("/contracts/vault.wasm")) {
      code = Hash.of(Sha256.of(Objects.requireNonNull(in).readAllBytes()));
    }
    contracts.pool(POOL, state(own, Hash.ZERO));
    contract.sweep();
    assertThat(contract.trouble()).get().asString().contains("of the code", code.hex());
    contracts.pool(POOL, state(OWNER, code));
    contract.sweep();
    assertThat(contract.trouble()).get().asString().contains("set_operator", own.text());
    contracts.pool(POOL, state(own, code));
    contract.sweep();
    assertThat(contract.trouble()).isEmpty();
  }
}
