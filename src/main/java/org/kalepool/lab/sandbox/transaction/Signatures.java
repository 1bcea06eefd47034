package org.kalepool.lab.sandbox.transaction;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.Crypto;
import org.stellar.sdk.xdr.DecoratedSignature;

/** Checks a transaction's signatures and notes which were of use. */
final class Signatures {
  private final List<DecoratedSignature> signatures;
  private final byte[] signed;
  private final BitSet used = new BitSet();

  Signatures(List<DecoratedSignature> signatures, Hash signed) {
    this.signatures = signatures;
    this.signed = signed.bytes();
  }

  boolean by(Address account) {
    byte[] key = account.bytes();
    byte[] hint = Arrays.copyOfRange(key, 28, 32);
    for (int i = 0; i < signatures.size(); i++) {
      DecoratedSignature signature = signatures.get(i);
      if (Arrays.equals(hint, signature.getHint().getSignatureHint())
          && Crypto.verify(key, signed, signature.getSignature().getSignature())) {
        used.set(i);
        return true;
      }
    }
    return false;
  }

  boolean allUsed() {
    return used.cardinality() == signatures.size();
  }
}
