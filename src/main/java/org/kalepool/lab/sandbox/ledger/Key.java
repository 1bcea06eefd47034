package org.kalepool.lab.sandbox.ledger;

import java.util.Base64;
import java.util.HexFormat;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What names a ledger entry (LedgerKey). */
public sealed interface Key {

  void write(XdrOut out);

  /** Whether it is a contract's temporary entry, which expires and is gone. */
  default boolean temporary() {
    return false;
  }

  /** Whether it is a contract's entry or code, which has a life that somebody pays for. */
  default boolean lives() {
    return false;
  }

  /** Whether its entry is archived when its life is over, and can be restored. */
  default boolean persistent() {
    return lives() && !temporary();
  }

  /** Classic entries live on disk, contract entries in memory: reading the former costs a fee. */
  default boolean classic() {
    return false;
  }

  default byte[] bytes() {
    XdrOut out = new XdrOut();
    write(out);
    return out.bytes();
  }

  default String base64() {
    return Base64.getEncoder().encodeToString(bytes());
  }

  record Account(Address account) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(0);
      XdrAddresses.writeAccount(out, account);
    }

    @Override
    public boolean classic() {
      return true;
    }
  }

  record Trust(Address account, CreditAsset asset) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(1);
      XdrAddresses.writeAccount(out, account);
      asset.write(out);
    }

    @Override
    public boolean classic() {
      return true;
    }
  }

  record Named(Address account, String name) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(3);
      XdrAddresses.writeAccount(out, account);
      out.string(name);
    }

    @Override
    public boolean classic() {
      return true;
    }
  }

  record Claimable(Hash id) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(4).int32(0).raw(id.bytes());
    }

    @Override
    public boolean classic() {
      return true;
    }
  }

  /** A liquidity pool. */
  record Pool(Hash id) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(5).raw(id.bytes());
    }

    @Override
    public boolean classic() {
      return true;
    }
  }

  /** A contract's instance, of KALE's or an asset's. */
  record Instance(Address contract) implements Key {
    @Override
    public void write(XdrOut out) {
      writeContractData(out, contract);
      out.int32(20).int32(1);
    }

    @Override
    public boolean lives() {
      return true;
    }
  }

  record BlockAt(Address contract, long index) implements Key {
    @Override
    public void write(XdrOut out) {
      writeContractData(out, contract);
      name().write(out);
      out.int32(0);
    }

    public Val name() {
      return Val.list(new Val.Sym("Block"), new Val.U32(index));
    }

    @Override
    public boolean temporary() {
      return true;
    }

    @Override
    public boolean lives() {
      return true;
    }
  }

  record PailOf(Address contract, Address farmer, long index) implements Key {
    @Override
    public void write(XdrOut out) {
      writeContractData(out, contract);
      name().write(out);
      out.int32(0);
    }

    public Val name() {
      return Val.list(new Val.Sym("Pail"), new Val.Addr(farmer), new Val.U32(index));
    }

    @Override
    public boolean temporary() {
      return true;
    }

    @Override
    public boolean lives() {
      return true;
    }
  }

  /** Notes that an address has used the nonce of a signed authorization. */
  record Nonce(Address address, long nonce) implements Key {
    @Override
    public void write(XdrOut out) {
      writeContractData(out, address);
      out.int32(21).int64(nonce).int32(0);
    }

    @Override
    public boolean temporary() {
      return true;
    }

    @Override
    public boolean lives() {
      return true;
    }
  }

  record Code(Hash hash) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(7).raw(hash.bytes());
    }

    @Override
    public boolean lives() {
      return true;
    }
  }

  /**
   * A contract's entry under a key that only the contract knows.
   *
   * @param name ScVal as XDR, hex
   */
  record Stored(Address contract, String name, boolean temporary) implements Key {
    @Override
    public void write(XdrOut out) {
      writeContractData(out, contract);
      out.raw(HexFormat.of().parseHex(name)).int32(temporary ? 0 : 1);
    }

    @Override
    public boolean lives() {
      return true;
    }
  }

  /** A setting of the network, by its ConfigSettingID. */
  record Config(int id) implements Key {
    @Override
    public void write(XdrOut out) {
      out.int32(8).int32(id);
    }
  }

  /** A key of a kind that the sandbox has no entries of. */
  record Foreign(String xdr) implements Key {
    @Override
    public void write(XdrOut out) {
      out.raw(Base64.getDecoder().decode(xdr));
    }
  }

  private static void writeContractData(XdrOut out, Address contract) {
    out.int32(6);
    XdrAddresses.writeScAddress(out, contract);
  }
}
