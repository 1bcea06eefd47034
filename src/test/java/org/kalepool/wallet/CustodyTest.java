package org.kalepool.wallet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Signer;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;
import org.stellar.sdk.KeyPair;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class CustodyTest {
  private static final byte[] MESSAGE = "a transaction's hash, 32 bytes..".getBytes(US_ASCII);
  private static final UUID OWNER = new UUID(0, 1);

  @Inject Wallets wallets;
  @Inject Signer signer;
  @Inject WalletRepository repository;
  @Inject Db db;
  @Inject Clock clock;
  @Inject RandomGenerator random;

  @Test
  void signsForTheAccountsItMade() throws GeneralSecurityException {
    Address one = wallets.create(OWNER);
    Address two = wallets.create(OWNER);
    assertThat(one).isNotEqualTo(two);
    assertThat(signer.holds(one)).isTrue();
    assertThat(verifies(one, signer.sign(one, MESSAGE))).isTrue();
    assertThat(verifies(two, signer.sign(one, MESSAGE))).isFalse();
  }

  @Test
  void doesNotSignForStrangers() {
    Address stranger = Address.of(KeyPair.random().getAccountId());
    assertThat(signer.holds(stranger)).isFalse();
    assertThatThrownBy(() -> signer.sign(stranger, MESSAGE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void adoptsASecretOnceAndWipesIt() throws GeneralSecurityException {
    KeyPair pair = KeyPair.random();
    char[] secret = pair.getSecretSeed();
    char[] again = secret.clone();
    Address account = wallets.adopt(OWNER, secret);
    assertThat(account.text()).isEqualTo(pair.getAccountId());
    assertThat(secret).containsOnly('\0');
    assertThat(wallets.adopt(OWNER, again)).isEqualTo(account);
    assertThat(again).containsOnly('\0');
    assertThat(verifies(account, signer.sign(account, MESSAGE))).isTrue();
    assertThatThrownBy(() -> wallets.adopt(new UUID(0, 2), pair.getSecretSeed()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void forgetsAKeyWhoseTransactionRolledBack() {
    QuarkusTransaction.begin();
    Address account = wallets.create(OWNER);
    assertThat(signer.holds(account)).isTrue();
    QuarkusTransaction.rollback();
    assertThat(signer.holds(account)).isFalse();
  }

  @Test
  void refusesRowsThatWereSwapped() {
    Address one = wallets.create(OWNER);
    Address two = wallets.create(OWNER);
    String swap =
        "update wallets a set wrapped_key = b.wrapped_key, sealed_secret = b.sealed_secret"
            + " from wallets b where b.public_key <> a.public_key"
            + " and array[a.public_key, b.public_key] <@ array[?, ?]::text[]";
    assertThatThrownBy(() -> db.update(swap, one.text(), two.text()))
        .hasMessageContaining("a key never changes");
    asReplica(swap, one.text(), two.text());
    assertThatThrownBy(() -> signer.sign(one, MESSAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to another wallet");
    asReplica(swap, one.text(), two.text());
    assertThat(signer.sign(one, MESSAGE)).hasSize(64);
  }

  @Test
  void rotatesEveryDataKeyAndStillSigns() throws GeneralSecurityException {
    Address account = wallets.create(OWNER);
    byte[] newKey = filled(0x77);
    KeyEncryption both = new KeyEncryption(List.of(newKey, filled(0xa5)));
    Custody rotated = new Custody(repository, clock, both, random);
    int all = db.one("select count(*) from wallets", row -> row.getInt(1)).orElseThrow();
    assertThat(rotated.rotate()).isEqualTo(all);
    assertThat(rotated.rotate()).isZero();

    Custody later =
        new Custody(repository, clock, new KeyEncryption(List.of(filled(0x77))), random);
    assertThat(verifies(account, later.sign(account, MESSAGE))).isTrue();
    assertThatThrownBy(() -> signer.sign(account, MESSAGE)).hasMessageContaining("not configured");

    KeyEncryption back = new KeyEncryption(List.of(filled(0xa5), filled(0x77)));
    assertThat(new Custody(repository, clock, back, random).rotate()).isEqualTo(all);
    assertThat(verifies(account, signer.sign(account, MESSAGE))).isTrue();
  }

  @Test
  void aStartWithAnotherKeyOrWithoutAnOldOneIsRefused() {
    wallets.create(OWNER);
    KeyEncryption right = new KeyEncryption(List.of(filled(0xa5)));
    new Custody(repository, clock, right, random).prove();
    Custody wrong =
        new Custody(repository, clock, new KeyEncryption(List.of(filled(0x11))), random);
    assertThatThrownBy(wrong::prove)
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("key-encryption key " + right.current().id() + " is not configured")
        .hasMessageContaining("kale.wallet.old-kek-files");
    assertThatThrownBy(wrong::rotate).isInstanceOf(MissingKeyException.class);
  }

  @Test
  void aStartOnWalletsThatCannotBeOpenedIsRefused() {
    Address broken = wallets.create(OWNER);
    QuarkusTransaction.begin();
    try {
      db.update("set local session_replication_role = replica");
      db.update(
          "update wallets set sealed_secret = wrapped_key where public_key in (select public_key"
              + " from wallets order by kek_id, id limit 1) or public_key = ?",
          broken.text());
      assertThatThrownBy(
              () ->
                  new Custody(repository, clock, new KeyEncryption(List.of(filled(0xa5))), random)
                      .prove())
          .hasMessageContaining("cannot be opened with key-encryption key");
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  @Test
  void storesNoSeedInClear() {
    KeyPair pair = KeyPair.random();
    char[] secret = pair.getSecretSeed();
    byte[] seed = SecretSeed.parse(secret);
    Address account = wallets.adopt(OWNER, secret);
    byte[] row =
        db.one(
                "select wrapped_key || sealed_secret from wallets where public_key = ?",
                found -> found.getBytes(1),
                account.text())
            .orElseThrow();
    assertThat(new BigInteger(1, row).toString(16))
        .doesNotContain(new BigInteger(1, seed).toString(16));
  }

  /** What only the owner can do: the guards do not run for a replica. */
  private void asReplica(String sql, Object... parameters) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update(sql, parameters);
            });
  }

  /** Checked by the JDK, which had no part in making the signature. */
  private static boolean verifies(Address account, byte[] signature)
      throws GeneralSecurityException {
    byte[] y = account.bytes();
    for (int i = 0; i < 16; i++) {
      byte swap = y[i];
      y[i] = y[31 - i];
      y[31 - i] = swap;
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(key);
    check.update(MESSAGE);
    return check.verify(signature);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
