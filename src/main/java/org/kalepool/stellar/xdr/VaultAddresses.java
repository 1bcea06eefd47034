package org.kalepool.stellar.xdr;

import java.math.BigInteger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.VaultMaking;
import org.stellar.sdk.xdr.ContractIDPreimage;
import org.stellar.sdk.xdr.ContractIDPreimageType;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.Uint256;

/** Where a vault is or will be: known before anybody makes it. */
public final class VaultAddresses {
  private final byte[] network;
  private final Address pool;

  /**
   * @param passphrase the network's
   * @param pool the contract that makes the vaults
   */
  public VaultAddresses(String passphrase, Address pool) {
    this.network = Sha256.of(passphrase);
    this.pool = pool;
  }

  /** A making as the contract takes it: number, owner, basis points, floor. */
  public static SCVal value(VaultMaking making) {
    return ScVals.vec(
        ScVals.uint64(making.id()),
        ScVals.address(making.owner()),
        ScVals.uint32(making.basisPoints()),
        ScVals.int128(BigInteger.valueOf(making.floor().stroops())));
  }

  /** Of a making that does not differ in anything. */
  public Address of(VaultMaking making) {
    ContractIDPreimage.ContractIDPreimageFromAddress from =
        new ContractIDPreimage.ContractIDPreimageFromAddress();
    from.setAddress(ScVals.scAddress(pool));
    from.setSalt(new Uint256(Sha256.of(Xdr.bytes(value(making)::encode))));
    ContractIDPreimage of = new ContractIDPreimage();
    of.setDiscriminant(ContractIDPreimageType.CONTRACT_ID_PREIMAGE_FROM_ADDRESS);
    of.setFromAddress(from);
    HashIDPreimage.HashIDPreimageContractID id = new HashIDPreimage.HashIDPreimageContractID();
    id.setNetworkID(new Hash(network));
    id.setContractIDPreimage(of);
    HashIDPreimage preimage = new HashIDPreimage();
    preimage.setDiscriminant(EnvelopeType.ENVELOPE_TYPE_CONTRACT_ID);
    preimage.setContractID(id);
    return Address.contract(Sha256.of(Xdr.bytes(preimage::encode)));
  }
}
