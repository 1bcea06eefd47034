package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Signer;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;
import org.kalepool.wallet.Wallets;
import org.stellar.sdk.KeyPair;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class StoredFarmersTest {
  @Inject Farmers farmers;
  @Inject StoredFarmers stored;
  @Inject Poolers poolers;
  @Inject Wallets wallets;
  @Inject Signer signer;
  @Inject Db db;
  @Inject Clock clock;

  @Test
  void makesItsOwnPoolerWithAWalletItCanSignFor() {
    Pooler own = poolers.own();
    assertThat(own.name()).isEqualTo("pool");
    assertThat(own.shareBasisPoints()).isEqualTo(5000);
    assertThat(own.maxFarmers()).isEqualTo(100);
    assertThat(signer.holds(own.wallet())).isTrue();
    assertThat(poolers.all()).contains(own);
    assertThat(poolers.find(own.id())).contains(own);
    assertThat(poolers.find(new UUID(0, 0))).isEmpty();
  }

  @Test
  void movesAFarmerAndRecordsWhoAndWhy() {
    UUID id = register();
    assertThat(farmers.find(id).orElseThrow().state()).isEqualTo(FarmerState.REGISTERED);
    assertThat(farmers.move(id, FarmerState.REGISTERED, FarmerState.FUNDED, "pool", "12 XLM"))
        .isTrue();
    assertThat(farmers.in(FarmerState.FUNDED)).extracting(Farmer::id).contains(id);
    assertThat(
            db.list(
                "select from_state, to_state, by_whom, why from farmer_events where farmer_id = ?",
                row ->
                    List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                id))
        .containsExactly(List.of("REGISTERED", "FUNDED", "pool", "12 XLM"));
  }

  @Test
  void rowsThatReferToAFarmerCanBeWrittenWhileSomebodyHoldsIt() {
    UUID id = register();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              assertThat(stored.isIn(id, FarmerState.REGISTERED)).isTrue();
              CompletableFuture<Integer> other =
                  CompletableFuture.supplyAsync(
                      () ->
                          QuarkusTransaction.requiringNew()
                              .call(
                                  () -> {
                                    db.update("set local lock_timeout = '5s'");
                                    return db.update(
                                        "insert into settled_ledgers (farmer_id, ledger) values (?,"
                                            + " 7)",
                                        id);
                                  }));
              assertThat(other.join()).isEqualTo(1);
            });
  }

  @Test
  void doesNotMoveAFarmerThatIsElsewhere() {
    UUID id = register();
    assertThat(farmers.move(id, FarmerState.FUNDED, FarmerState.ACTIVE, "pool", "")).isFalse();
    assertThat(farmers.move(new UUID(0, 0), FarmerState.FUNDED, FarmerState.ACTIVE, "pool", ""))
        .isFalse();
    assertThat(farmers.find(id).orElseThrow().state()).isEqualTo(FarmerState.REGISTERED);
    assertThat(events(id)).isZero();
  }

  @Test
  void refusesAMoveThatNoLifeMakes() {
    UUID id = register();
    assertThatThrownBy(
            () -> farmers.move(id, FarmerState.DEPARTED, FarmerState.ACTIVE, "operator", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> farmers.move(id, FarmerState.ACTIVE, FarmerState.REGISTERED, "operator", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesBackAMoveWithItsTransaction() {
    UUID id = register();
    QuarkusTransaction.begin();
    assertThat(farmers.move(id, FarmerState.REGISTERED, FarmerState.FUNDED, "pool", "")).isTrue();
    QuarkusTransaction.rollback();
    assertThat(farmers.find(id).orElseThrow().state()).isEqualTo(FarmerState.REGISTERED);
    assertThat(events(id)).isZero();
  }

  @Test
  void putsASuspendedFarmerBackWhereItWas() {
    UUID id = register();
    farmers.move(id, FarmerState.REGISTERED, FarmerState.FUNDED, "pool", "");
    farmers.move(id, FarmerState.FUNDED, FarmerState.ACTIVE, "pool", "");
    farmers.move(id, FarmerState.ACTIVE, FarmerState.LEAVING, "farmer", "");
    assertThat(farmers.suspend(id, "operator", "look into it")).isTrue();
    assertThat(farmers.suspend(id, "operator", "again")).isFalse();
    assertThat(farmers.find(id).orElseThrow().state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(farmers.resume(id, "operator", "fine")).isTrue();
    assertThat(farmers.resume(id, "operator", "fine")).isFalse();
    assertThat(farmers.find(id).orElseThrow().state()).isEqualTo(FarmerState.LEAVING);
  }

  private int events(UUID id) {
    return db.one(
            "select count(*) from farmer_events where farmer_id = ?", row -> row.getInt(1), id)
        .orElseThrow();
  }

  private UUID register() {
    UUID id = UUID.randomUUID();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update(
                  "insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at)"
                      + " values (?, ?, ?, ?, ?, ?)",
                  id,
                  poolers.own().id(),
                  wallets.create(id).text(),
                  KeyPair.random().getAccountId(),
                  id.toString().getBytes(StandardCharsets.UTF_8),
                  clock.instant());
              db.update(
                  "insert into farmer_settings (farmer_id, stake_percentage, harvest_interval,"
                      + " by_whom, at) values (?, 50, 12, 'farmer', ?)",
                  id,
                  clock.instant());
            });
    return id;
  }
}
