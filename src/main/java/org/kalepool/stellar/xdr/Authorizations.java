package org.kalepool.stellar.xdr;

import java.util.LinkedHashMap;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.Signer;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SorobanAddressCredentials;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanCredentials;
import org.stellar.sdk.xdr.SorobanCredentialsType;

/** Signs the authorisation entries of accounts that are not a transaction's source. */
public final class Authorizations {
  private Authorizations() {}

  /** Whether it counts by a signature of its own, not by the transaction's. */
  public static boolean isOwn(SorobanAuthorizationEntry entry) {
    return entry.getCredentials().getDiscriminant()
        == SorobanCredentialsType.SOROBAN_CREDENTIALS_ADDRESS;
  }

  /** Whose signature of its own it asks for. */
  public static Address whose(SorobanAuthorizationEntry entry) {
    return ScVals.address(entry.getCredentials().getAddress().getAddress());
  }

  /**
   * The same entry, signed; one by the transaction's source stays as it is.
   *
   * @param until the last ledger in which it is good
   * @throws IllegalArgumentException if the account's key is not held
   */
  public static SorobanAuthorizationEntry signed(
      SorobanAuthorizationEntry entry, long until, KaleNetwork network, Signer signer) {
    if (!isOwn(entry)) {
      return entry;
    }
    Address account = whose(entry);
    SorobanAddressCredentials asked = entry.getCredentials().getAddress();
    HashIDPreimage.HashIDPreimageSorobanAuthorization of =
        new HashIDPreimage.HashIDPreimageSorobanAuthorization();
    of.setNetworkID(new Hash(network.id()));
    of.setNonce(asked.getNonce());
    of.setSignatureExpirationLedger(Xdr.uint32(until));
    of.setInvocation(entry.getRootInvocation());
    HashIDPreimage preimage = new HashIDPreimage();
    preimage.setDiscriminant(EnvelopeType.ENVELOPE_TYPE_SOROBAN_AUTHORIZATION);
    preimage.setSorobanAuthorization(of);
    byte[] signature = signer.sign(account, Sha256.of(Xdr.bytes(preimage::encode)));

    SorobanAddressCredentials credentials = new SorobanAddressCredentials();
    credentials.setAddress(asked.getAddress());
    credentials.setNonce(asked.getNonce());
    credentials.setSignatureExpirationLedger(Xdr.uint32(until));
    credentials.setSignature(ScVals.vec(signature(account, signature)));
    SorobanCredentials own = new SorobanCredentials();
    own.setDiscriminant(SorobanCredentialsType.SOROBAN_CREDENTIALS_ADDRESS);
    own.setAddress(credentials);
    SorobanAuthorizationEntry signed = new SorobanAuthorizationEntry();
    signed.setCredentials(own);
    signed.setRootInvocation(entry.getRootInvocation());
    return signed;
  }

  private static SCVal signature(Address account, byte[] signature) {
    LinkedHashMap<SCVal, SCVal> fields = new LinkedHashMap<>();
    fields.put(ScVals.symbol("public_key"), ScVals.bytes(account.bytes()));
    fields.put(ScVals.symbol("signature"), ScVals.bytes(signature));
    return Scv.toMap(fields);
  }
}
