package org.kalepool.stellar.xdr;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.KaleNetwork;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.MemoType;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PreconditionType;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.XdrDataInputStream;
import org.stellar.sdk.xdr.XdrDataOutputStream;

/**
 * Creations of contracts with a constructor (protocol 22), which the SDK in use does not know:
 * written here, and read again to get past them.
 */
public final class Creations {
  private static final int INVOKE_HOST_FUNCTION = OperationType.INVOKE_HOST_FUNCTION.getValue();
  private static final int CREATE_CONTRACT_V2 = 3;
  private static final int FROM_ADDRESS = 0;
  private static final int WASM = 0;
  private static final int SOURCE_ACCOUNT = 0;
  private static final int AUTHORIZED_CREATION_V2 = 2;
  private static final int CONTRACT_ID = 8;

  private Creations() {}

  /** The whole operation, with the authorisation by the transaction's source. */
  static void write(XdrDataOutputStream out, ContractCall.Create create) throws IOException {
    out.writeInt(0);
    out.writeInt(INVOKE_HOST_FUNCTION);
    out.writeInt(CREATE_CONTRACT_V2);
    writeArguments(out, create);
    out.writeInt(1);
    out.write(authorization(create));
  }

  /** The one authorisation that it needs, by the transaction's source. */
  public static byte[] authorization(ContractCall.Create create) {
    return Xdr.bytes(
        out -> {
          out.writeInt(SOURCE_ACCOUNT);
          out.writeInt(AUTHORIZED_CREATION_V2);
          writeArguments(out, create);
          out.writeInt(0);
        });
  }

  private static void writeArguments(XdrDataOutputStream out, ContractCall.Create create)
      throws IOException {
    out.writeInt(FROM_ADDRESS);
    ScVals.scAddress(create.deployer()).encode(out);
    out.write(create.salt().bytes());
    out.writeInt(WASM);
    out.write(create.code().bytes());
    out.writeInt(create.arguments().size());
    for (ContractCall.Argument argument : create.arguments()) {
      value(argument).encode(out);
    }
  }

  private static SCVal value(ContractCall.Argument argument) {
    return switch (argument) {
      case ContractCall.Whom whom -> ScVals.address(whom.address());
      case ContractCall.Digest digest -> ScVals.bytes(digest.hash().bytes());
      case ContractCall.Count number -> ScVals.uint32(number.value());
    };
  }

  /** Where a contract is, or will be, that an account makes with a salt (CAP-46). */
  public static Address address(KaleNetwork network, Address deployer, Hash salt) {
    return Address.contract(
        Sha256.of(
            Xdr.bytes(
                out -> {
                  out.writeInt(CONTRACT_ID);
                  out.write(network.id());
                  out.writeInt(FROM_ADDRESS);
                  ScVals.scAddress(deployer).encode(out);
                  out.write(salt.bytes());
                })));
  }

  /**
   * Whether an envelope is one that {@link EnvelopeBuilder} has made of a creation; its head is of
   * one length then.
   */
  static boolean isOne(byte[] envelope) {
    ByteBuffer head = ByteBuffer.wrap(envelope);
    return head.limit() > 92
        && head.getInt(0) == EnvelopeType.ENVELOPE_TYPE_TX.getValue()
        && head.getInt(4) == CryptoKeyType.KEY_TYPE_ED25519.getValue()
        && head.getInt(52) == PreconditionType.PRECOND_TIME.getValue()
        && head.getInt(72) == MemoType.MEMO_NONE.getValue()
        && head.getInt(76) == 1
        && head.getInt(80) == 0
        && head.getInt(84) == INVOKE_HOST_FUNCTION
        && head.getInt(88) == CREATE_CONTRACT_V2;
  }

  /**
   * Reads past the operation of such an envelope.
   *
   * @throws XdrException if it is authorised by another than its source, or authorises more
   */
  static void skip(XdrDataInputStream in) throws IOException {
    in.readInt();
    in.readInt();
    in.readInt();
    skipArguments(in);
    int entries = in.readInt();
    for (int i = 0; i < entries; i++) {
      if (in.readInt() != SOURCE_ACCOUNT || in.readInt() != AUTHORIZED_CREATION_V2) {
        throw new XdrException("a creation that is authorised by another than its source");
      }
      skipArguments(in);
      if (in.readInt() != 0) {
        throw new XdrException("a creation that authorises further calls");
      }
    }
  }

  private static void skipArguments(XdrDataInputStream in) throws IOException {
    if (in.readInt() != FROM_ADDRESS) {
      throw new XdrException("a creation by something else than an address");
    }
    SCAddress.decode(in);
    in.readFully(new byte[32]);
    if (in.readInt() != WASM) {
      throw new XdrException("a creation of something else than code");
    }
    in.readFully(new byte[32]);
    int arguments = in.readInt();
    for (int i = 0; i < arguments; i++) {
      SCVal.decode(in);
    }
  }
}
