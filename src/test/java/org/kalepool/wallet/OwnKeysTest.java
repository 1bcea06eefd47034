package org.kalepool.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.stellar.sdk.KeyPair;

/** The keys of a pooler's machine. */
final class OwnKeysTest {
  private static final KeyPair WALLET = KeyPair.fromSecretSeed(new byte[32]);

  @TempDir Path folder;

  private OwnKeys keys(KeyPair of, int accounts) throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, String.valueOf(of.getSecretSeed()) + "\n");
    return OwnKeys.read(file, accounts);
  }

  @Test
  void theSameSecretMakesTheSameAccountsHoweverManyAreAskedFor() throws IOException {
    OwnKeys many = keys(WALLET, 20);
    assertThat(many.wallet().text()).isEqualTo(WALLET.getAccountId());
    assertThat(many.accounts()).hasSize(20).doesNotHaveDuplicates().doesNotContain(many.wallet());
    assertThat(keys(WALLET, 3).accounts()).isEqualTo(many.accounts().subList(0, 3));
    assertThat(keys(KeyPair.random(), 20).accounts()).doesNotContainAnyElementsOf(many.accounts());
  }

  /** A change of it would hide the channels of every machine there is. */
  @Test
  void theFirstAccountOfAKnownSecretNeverChanges() throws IOException {
    assertThat(keys(WALLET, 1).accounts())
        .extracting(Address::text)
        .containsExactly("GBSWUXNKTSF5HG7AJW4XTIUSCQ2745F43W727XVASF4BNXHI2FTLKEAA");
  }

  @Test
  void signsForWalletAndAccountsAndNobodyElse() throws IOException {
    OwnKeys keys = keys(WALLET, 2);
    byte[] hash = Sha256.of(new byte[] {1});
    Address last = keys.accounts().getLast();
    for (Address account : new Address[] {keys.wallet(), last}) {
      assertThat(keys.holds(account)).isTrue();
      byte[] signature = keys.sign(account, hash);
      assertThat(Ed25519.verify(signature, 0, account.bytes(), 0, hash, 0, hash.length)).isTrue();
    }
    Address stranger = Address.account(KeyPair.random().getPublicKey());
    assertThat(keys.holds(stranger)).isFalse();
    assertThatThrownBy(() -> keys.sign(stranger, hash))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no key of " + stranger + " is held");
  }

  @Test
  void tellsNothingOfASecret() throws IOException {
    assertThat(keys(WALLET, 1).toString()).isEqualTo("keys of " + WALLET.getAccountId());
    Path file = folder.resolve("none");
    Files.writeString(file, "hunter2");
    assertThatThrownBy(() -> OwnKeys.read(file, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }
}
