package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.SignerKey;
import org.stellar.sdk.xdr.SignerKeyType;
import org.stellar.sdk.xdr.Thresholds;
import org.stellar.sdk.xdr.Uint256;

/** Who signs for an account, as its entry says. */
class SignersReaderTest {
  private final Address account = Address.of(KeyPair.random().getAccountId());
  private final Address other = Address.of(KeyPair.random().getAccountId());

  private AccountEntry entry(int master, int medium, Signer... signers) {
    AccountEntry entry = new AccountEntry();
    entry.setAccountID(Xdr.accountId(account));
    entry.setThresholds(new Thresholds(new byte[] {(byte) master, 1, (byte) medium, (byte) 255}));
    entry.setSigners(signers);
    return entry;
  }

  private static Signer signer(SignerKeyType kind, Address key, long weight) {
    SignerKey of = new SignerKey();
    of.setDiscriminant(kind);
    of.setEd25519(new Uint256(key.bytes()));
    of.setHashX(new Uint256(key.bytes()));
    Signer signer = new Signer();
    signer.setKey(of);
    signer.setWeight(Xdr.uint32(weight));
    return signer;
  }

  @Test
  void anAccountThatWasNeverChangedIsItsOwnKeys() {
    assertThat(SignersReader.read(entry(1, 0)))
        .isEqualTo(new AccountSigners(0, Map.of(account, 1)));
  }

  @Test
  void weightsAndTheMediumThresholdAreReadUnsigned() {
    Signer signer = signer(SignerKeyType.SIGNER_KEY_TYPE_ED25519, other, 255);
    assertThat(SignersReader.read(entry(200, 254, signer)))
        .isEqualTo(new AccountSigners(254, Map.of(account, 200, other, 255)));
  }

  @Test
  void aMasterKeyWithoutWeightAndSignersOfOtherKindsAreLeftOut() {
    Signer hash = signer(SignerKeyType.SIGNER_KEY_TYPE_HASH_X, other, 1);
    assertThat(SignersReader.read(entry(0, 1, hash))).isEqualTo(new AccountSigners(1, Map.of()));
  }
}
