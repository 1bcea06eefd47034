package org.kalepool.lab.sandbox.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Crypto;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.SorobanAddressCredentials;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanCredentialsType;

/** The ways in which a call's authorization is established. */
public final class Authorities {
  private static final int SIGNED_AUTHORIZATION = 9;

  private Authorities() {}

  /** Allows everything, for replays of calls whose secret keys nobody has. */
  static Authority assumed() {
    return (address, call, below) -> {};
  }

  /**
   * Allows everything and notes what would have to be allowed, as a simulation does.
   *
   * @param source the operation's source, which needs no signature of its own
   * @param entries takes SorobanAuthorizationEntries in base64
   */
  static Authority recording(
      Address source, LongSupplier nonces, List<String> entries, Footprint footprint) {
    return (address, call, below) -> {
      XdrOut out = new XdrOut();
      if (address.equals(source)) {
        out.int32(0);
      } else {
        long nonce = nonces.getAsLong();
        footprint.write(new Key.Nonce(address, nonce));
        footprint.read(new Key.Account(address));
        out.int32(1);
        XdrAddresses.writeScAddress(out, address);
        out.int64(nonce).int32(0);
        Val.none().write(out);
      }
      call.writeInvocation(out, below);
      entries.add(out.base64());
    };
  }

  /** Allows what the entries allow: the operation's source by itself, others by a signature. */
  static final class Enforced implements Authority {
    private final List<SorobanAuthorizationEntry> entries;
    private final Address source;
    private final byte[] networkId;
    private final Overlay state;
    private final Footprint footprint;
    private final long ledger;
    private boolean usedSignature;

    Enforced(
        SorobanAuthorizationEntry[] entries,
        Address source,
        byte[] networkId,
        Overlay state,
        Footprint footprint,
        long ledger) {
      this.entries = new ArrayList<>(Arrays.asList(entries));
      this.source = source;
      this.networkId = networkId;
      this.state = state;
      this.footprint = footprint;
      this.ledger = ledger;
    }

    boolean usedSignature() {
      return usedSignature;
    }

    @Override
    public void require(Address address, CallTarget call, List<CallTarget> below) {
      XdrOut out = new XdrOut();
      call.writeInvocation(out, below);
      byte[] wanted = out.bytes();
      for (SorobanAuthorizationEntry entry : entries) {
        if (Arrays.equals(wanted, xdr(entry)) && isBy(entry, address)) {
          if (entry.getCredentials().getDiscriminant()
              == SorobanCredentialsType.SOROBAN_CREDENTIALS_ADDRESS) {
            accept(entry.getCredentials().getAddress(), address, wanted);
          }
          entries.remove(entry);
          return;
        }
      }
      throw refused(
          HostError.AUTH_INVALID_ACTION, "Unauthorized function call for address", address);
    }

    private boolean isBy(SorobanAuthorizationEntry entry, Address address) {
      return entry.getCredentials().getDiscriminant()
              == SorobanCredentialsType.SOROBAN_CREDENTIALS_SOURCE_ACCOUNT
          ? address.equals(source)
          : XdrAddresses.address(entry.getCredentials().getAddress().getAddress()).equals(address);
    }

    private void accept(SorobanAddressCredentials credentials, Address address, byte[] invocation) {
      long nonce = credentials.getNonce().getInt64();
      long lastLedger = credentials.getSignatureExpirationLedger().getUint32().getNumber();
      if (lastLedger < ledger) {
        throw refused(HostError.AUTH_INVALID_INPUT, "signature has expired", address);
      }
      Key used = new Key.Nonce(address, nonce);
      footprint.write(used);
      if (state.get(used) != null) {
        throw refused(HostError.AUTH_EXISTING_VALUE, "nonce already exists for address", address);
      }
      footprint.read(new Key.Account(address));
      byte[] signed =
          Sha256.of(
              new XdrOut()
                  .int32(SIGNED_AUTHORIZATION)
                  .raw(networkId)
                  .int64(nonce)
                  .uint32(lastLedger)
                  .raw(invocation)
                  .bytes());
      if (state.account(address) == null
          || !signedBy(credentials.getSignature(), address, signed)) {
        throw refused(
            HostError.AUTH_INVALID_INPUT, "failed account authentication with error", address);
      }
      usedSignature = true;
      state.put(used, new StoredEntry(new Data.NonceUsed(), 0, lastLedger, null));
    }

    /** An account signs with a list of maps, here of one: its public key and the signature. */
    private static boolean signedBy(SCVal signatures, Address address, byte[] signed) {
      if (signatures.getDiscriminant() != SCValType.SCV_VEC
          || signatures.getVec().getSCVec().length != 1
          || signatures.getVec().getSCVec()[0].getDiscriminant() != SCValType.SCV_MAP) {
        return false;
      }
      SCMapEntry[] fields = signatures.getVec().getSCVec()[0].getMap().getSCMap();
      if (fields.length != 2
          || fields[0].getVal().getDiscriminant() != SCValType.SCV_BYTES
          || fields[1].getVal().getDiscriminant() != SCValType.SCV_BYTES) {
        return false;
      }
      byte[] key = fields[0].getVal().getBytes().getSCBytes();
      byte[] signature = fields[1].getVal().getBytes().getSCBytes();
      return Arrays.equals(key, address.bytes()) && Crypto.verify(key, signed, signature);
    }

    private static HostTrap refused(HostError error, String why, Address address) {
      return new HostTrap(error, Val.list(new Val.Str(why), new Val.Addr(address)), "require_auth");
    }

    private static byte[] xdr(SorobanAuthorizationEntry entry) {
      try {
        return entry.getRootInvocation().toXdrByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static List<String> base64(SorobanAuthorizationEntry[] entries) {
    List<String> texts = new ArrayList<>();
    for (SorobanAuthorizationEntry entry : entries) {
      try {
        texts.add(Base64.getEncoder().encodeToString(entry.toXdrByteArray()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return texts;
  }
}
