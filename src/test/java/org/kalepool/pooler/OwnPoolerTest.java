package org.kalepool.pooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.settings.SettingsOf;
import org.kalepool.testing.PostgresResource;
import org.kalepool.wallet.Wallets;
import org.stellar.sdk.KeyPair;

/** A second process on the same database, with settings of its own. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class OwnPoolerTest {
  @Inject Db db;
  @Inject PoolerRepository repository;
  @Inject Clock clock;
  @Inject RandomGenerator random;
  @Inject Wallets wallets;
  @Inject Poolers poolers;

  private void start(String name, int share, int most, @Nullable String secret) {
    new OwnPooler(
            repository,
            clock,
            random,
            wallets,
            SettingsOf.mapping(
                PoolerSettings.class,
                "kale.pooler.name",
                name,
                "kale.pooler.share-basis-points",
                Integer.toString(share),
                "kale.pooler.max-farmers",
                Integer.toString(most),
                "kale.pooler.secret",
                secret == null ? "" : secret,
                "kale.pooler.generate-wallet",
                "true"))
        .ensure();
  }

  private List<String> rows() {
    return db.list(
        "select p::text from poolers p union all select (w.id, w.public_key)::text from wallets w",
        row -> row.getString(1));
  }

  @Test
  void aSecondProcessWithOtherSettingsChangesNeitherTermsNorPlaces() {
    Pooler own = poolers.own();
    List<String> before = rows();
    start("mallory's", 10_000, 1, null);
    assertThat(rows()).isEqualTo(before);
    assertThat(poolers.own()).isEqualTo(own);
  }

  @Test
  void aProcessWithAnotherPoolersSecretIsRefusedAndTakesNoShare() {
    KeyPair other = KeyPair.random();
    List<String> before = rows();
    assertThatThrownBy(() -> start("pool", 5_000, 500, String.valueOf(other.getSecretSeed())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(other.getAccountId())
        .hasMessageContaining(poolers.own().wallet().text())
        .hasMessageContaining("kale.pooler.secret-file");
    assertThat(rows()).isEqualTo(before);
  }
}
