package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Whether a signature is good: an account's by its signers, a contract's by its own word. */
final class Authentication {
  static final String CHECK = "__check_auth";
  private static final int SIGNED = 9;
  private static final int SIGNED_WITH_ADDRESS = 10;
  private static final byte[] SIGNATURE = new byte[64];

  private final Host host;

  Authentication(Host host) {
    this.host = host;
  }

  void verify(AuthSigner signer) {
    if (signer.credentials() == AuthSigner.Credentials.SOURCE) {
      return;
    }
    try {
      authenticate(signer, signer.signature());
    } catch (HostFault e) {
      if (!Host.recoverable(e)) {
        throw e;
      }
      throw host.log()
          .fault(
              Kind.AUTH,
              Code.INVALID_ACTION,
              "failed account authentication with error",
              signer.address(),
              Values.error(e));
    }
    checkExpiration(signer);
    useNonce(signer.address(), nonce(signer), signer.expiration());
  }

  private void checkExpiration(AuthSigner signer) {
    long now = host.ledger().sequence();
    if (now > signer.expiration()) {
      throw host.log()
          .fault(
              Kind.AUTH,
              Code.INVALID_INPUT,
              "signature has expired",
              signer.address(),
              Values.u32(now),
              Values.u32(signer.expiration()));
    }
    long most = host.ledger().maxLiveUntil();
    if (signer.expiration() > most) {
      throw host.log()
          .fault(
              Kind.AUTH,
              Code.INVALID_INPUT,
              "signature expiration is too late",
              signer.address(),
              Values.u32(most),
              Values.u32(signer.expiration()));
    }
  }

  private static long nonce(AuthSigner signer) {
    Long nonce = signer.nonce();
    if (nonce == null) {
      throw new IllegalStateException("a signer without a nonce");
    }
    return nonce;
  }

  /** Writes down that a nonce was used, for as long as its signature is good. */
  void useNonce(HostValue address, long nonce, long liveUntil) {
    byte[] name = new XdrOut().int32(21).int64(nonce).bytes();
    EntryKey key = EntryKey.data(Values.blob(address), name, EntryKey.TEMPORARY);
    if (host.entries().has(key, null)) {
      throw host.log()
          .fault(Kind.AUTH, Code.EXISTING_VALUE, "nonce already exists for address", address);
    }
    byte[] data = DataXdr.of(key, new XdrOut().int32(1).bytes());
    long until = Math.max(liveUntil, host.lives().least(key));
    host.entries().put(key, new EntryState(data, until), null);
  }

  private void authenticate(AuthSigner signer, HostValue signature) {
    byte[] payload = payload(signer);
    byte[] address = Values.blob(signer.address());
    HostValue context = new AuthContexts(host).of(signer.tracker().root());
    if (Values.isAccount(address)) {
      checkAccount(Values.address(signer.address()), payload, signature);
    } else {
      HostValue result =
          host.calls()
              .internal(
                  Arrays.copyOfRange(address, 4, 36),
                  Values.symbol(CHECK),
                  List.of(Values.bytes(payload), signature, context),
                  Calls.Reentry.BY_ITSELF,
                  false);
      if (!Values.isVoid(result)) {
        throw HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "no void");
      }
    }
  }

  /** What is signed. */
  private byte[] payload(AuthSigner signer) {
    XdrOut out = new XdrOut();
    boolean withAddress = signer.credentials() == AuthSigner.Credentials.ADDRESS_V2;
    out.int32(withAddress ? SIGNED_WITH_ADDRESS : SIGNED).raw(host.ledger().networkId());
    out.int64(nonce(signer)).uint32(signer.expiration());
    if (withAddress) {
      out.raw(Values.blob(signer.address()));
    }
    signer.tracker().root().write(out, host.out());
    byte[] xdr = out.bytes();
    host.budget().encoded(xdr.length / 8 + 1, xdr.length);
    return host.crypto().sha256(xdr);
  }

  private void checkAccount(Address account, byte[] payload, HostValue signature) {
    if (!(signature instanceof HostValue.Vec(List<HostValue> signatures))) {
      throw HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "no signatures");
    }
    if (signatures.size() > 20) {
      throw failed("too many account signers", Values.u32(signatures.size()));
    }
    if (signatures.isEmpty()) {
      throw failed("no account signatures found");
    }
    EntryState entry = host.entries().required(EntryKey.account(account), null);
    AccountSigners signers = AccountSigners.read(entry.data());
    byte[] previous = null;
    int weight = 0;
    for (HostValue one : signatures) {
      byte[] key = field(one, "public_key", 32);
      byte[] signed = field(one, "signature", 64);
      if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
        throw failed("public keys are not ordered", Values.bytes(previous), Values.bytes(key));
      }
      host.crypto().checkEd25519Key(key);
      host.crypto().verifyEd25519(key, payload, signed);
      int own = signers.weight(key);
      if (own == 0) {
        throw failed("signer does not belong to account", Values.bytes(key));
      }
      weight += own;
      previous = key;
    }
    if (weight < signers.threshold()) {
      throw failed(
          "signature weight is lower than threshold",
          Values.u32(weight),
          Values.u32(signers.threshold()));
    }
  }

  private HostFault failed(String message, HostValue... args) {
    return host.log().note(HostFault.contract(5), message, args);
  }

  private static byte[] field(HostValue map, String name, int length) {
    if (!(map instanceof HostValue.Dict(List<HostValue> keys, List<HostValue> values))) {
      throw HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "no map");
    }
    if (keys.size() != 2) {
      throw HostFault.of(Kind.OBJECT, Code.UNEXPECTED_SIZE, "not two fields");
    }
    int at = name.equals("public_key") ? 0 : 1;
    if (!Values.isSymbol(keys.get(at)) || !Values.text(keys.get(at)).equals(name)) {
      throw HostFault.of(Kind.OBJECT, Code.INVALID_INPUT, "no field " + name);
    }
    if (values.get(at).tag() != Tags.BYTES) {
      throw HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "no bytes");
    }
    byte[] bytes = Values.blob(values.get(at));
    if (bytes.length != length) {
      throw HostFault.of(Kind.OBJECT, Code.UNEXPECTED_SIZE, "not " + length + " bytes");
    }
    return bytes;
  }

  /** Touches and takes what checking a signature would. */
  void emulate(AuthSigner signer) {
    if (signer.credentials() == AuthSigner.Credentials.SOURCE) {
      return;
    }
    byte[] address = Values.blob(signer.address());
    if (Values.isAccount(address)) {
      HostValue.Dict signature =
          new HostValue.Dict(
              List.of(Values.symbol("public_key"), Values.symbol("signature")),
              List.of(Values.bytes(Arrays.copyOfRange(address, 8, 40)), Values.bytes(SIGNATURE)));
      host.log().mute();
      try {
        authenticate(signer, Values.vec(signature));
      } catch (HostFault ignored) {
        // nobody has signed; only what it touches and takes counts
        return;
      } finally {
        host.log().unmute();
      }
      return;
    }
    EntryState state = host.storage().get(EntryKey.instance(address));
    if (state != null) {
      Instance instance = Instance.read(DataXdr.value(EntryKey.instance(address), state.data()));
      if (instance != null) {
        touchCode(instance.executable());
      }
    }
  }

  private void touchCode(Executable executable) {
    byte @Nullable [] hash = host.codes().hashIfThere(executable);
    if (hash != null) {
      host.codes().read(hash);
    }
  }

  /** An account's keys and what they weigh (AccountEntry). */
  private record AccountSigners(
      byte[] own, byte[] thresholds, List<byte[]> keys, List<Integer> of) {
    static AccountSigners read(byte[] data) {
      XdrIn in = new XdrIn(data);
      in.int32();
      in.int32();
      byte[] own = in.raw(32);
      in.raw(20);
      if (in.present()) {
        in.raw(36);
      }
      in.int32();
      in.opaque();
      byte[] thresholds = in.raw(4);
      List<byte[]> keys = new ArrayList<>();
      List<Integer> weights = new ArrayList<>();
      int count = in.int32();
      for (int i = 0; i < count; i++) {
        int type = in.int32();
        byte[] key = in.raw(32);
        if (type == 3) {
          in.opaque();
        }
        long weight = in.uint32();
        if (type == 0) {
          keys.add(key);
          weights.add((int) Math.min(weight, 255));
        }
      }
      return new AccountSigners(own, thresholds, keys, weights);
    }

    int weight(byte[] key) {
      if (Arrays.equals(key, own)) {
        return Byte.toUnsignedInt(thresholds[0]);
      }
      for (int i = 0; i < keys.size(); i++) {
        if (Arrays.equals(key, keys.get(i))) {
          return of.get(i);
        }
      }
      return 0;
    }

    int threshold() {
      return Byte.toUnsignedInt(thresholds[2]);
    }
  }
}
