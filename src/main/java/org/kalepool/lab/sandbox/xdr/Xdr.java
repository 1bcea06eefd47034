package org.kalepool.lab.sandbox.xdr;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCAddressType;

/**
 * Addresses between their text form and XDR, and the hash and the signature that everything on
 * Stellar uses.
 */
public final class Xdr {
  private Xdr() {}

  /** An AccountID (and PublicKey): key type Ed25519, 32 bytes. */
  public static void writeAccount(XdrOut out, Address account) {
    out.int32(0).raw(account.bytes());
  }

  public static void writeScAddress(XdrOut out, Address address) {
    if (address.isAccount()) {
      out.int32(0);
      writeAccount(out, address);
    } else {
      out.int32(1).raw(address.bytes());
    }
  }

  public static Address address(AccountID account) {
    return Address.account(account.getAccountID().getEd25519().getUint256());
  }

  public static Address address(SCAddress address) {
    return address.getDiscriminant() == SCAddressType.SC_ADDRESS_TYPE_ACCOUNT
        ? address(address.getAccountId())
        : Address.contract(address.getContractId().getHash());
  }

  /** The account under a multiplexed one. */
  public static Address address(MuxedAccount account) {
    return Address.account(
        account.getDiscriminant() == CryptoKeyType.KEY_TYPE_ED25519
            ? account.getEd25519().getUint256()
            : account.getMed25519().getEd25519().getUint256());
  }

  public static Hash sha256(byte[] bytes) {
    return Hash.of(sha256Bytes(bytes));
  }

  public static byte[] sha256Bytes(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether an Ed25519 signature is this key's over the message. */
  public static boolean verify(byte[] key, byte[] message, byte[] signature) {
    return signature.length == 64
        && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
  }
}
