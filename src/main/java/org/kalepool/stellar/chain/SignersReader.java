package org.kalepool.stellar.chain;

import java.util.HashMap;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.SignerKeyType;

/** Reads whose signatures an account takes. */
final class SignersReader {
  private static final int MASTER = 0;
  private static final int MEDIUM = 2;

  private SignersReader() {}

  static AccountSigners read(AccountEntry account) {
    byte[] thresholds = account.getThresholds().getThresholds();
    Map<Address, Integer> weights = new HashMap<>();
    add(weights, Xdr.account(account.getAccountID()), thresholds[MASTER] & 0xff);
    for (Signer signer : account.getSigners()) {
      if (signer.getKey().getDiscriminant() == SignerKeyType.SIGNER_KEY_TYPE_ED25519) {
        add(
            weights,
            Address.account(signer.getKey().getEd25519().getUint256()),
            Math.toIntExact(Xdr.value(signer.getWeight())));
      }
    }
    return new AccountSigners(thresholds[MEDIUM] & 0xff, weights);
  }

  private static void add(Map<Address, Integer> weights, Address key, int weight) {
    if (weight > 0) {
      weights.merge(key, weight, Integer::sum);
    }
  }
}
