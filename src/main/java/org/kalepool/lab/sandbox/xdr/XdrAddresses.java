package org.kalepool.lab.sandbox.xdr;

import org.kalepool.kale.Address;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCAddressType;

/** Addresses between their text form and XDR. */
public final class XdrAddresses {
  private XdrAddresses() {}

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
}
