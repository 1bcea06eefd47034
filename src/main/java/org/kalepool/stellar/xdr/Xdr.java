package org.kalepool.stellar.xdr;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.RpcException;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.Int64;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.PublicKey;
import org.stellar.sdk.xdr.PublicKeyType;
import org.stellar.sdk.xdr.Uint256;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.Uint64;
import org.stellar.sdk.xdr.XdrDataInputStream;
import org.stellar.sdk.xdr.XdrDataOutputStream;
import org.stellar.sdk.xdr.XdrUnsignedHyperInteger;
import org.stellar.sdk.xdr.XdrUnsignedInteger;

/** Bytes to XDR and back, and the small values that occur everywhere. */
public final class Xdr {
  private Xdr() {}

  /** Reads one value from a stream. */
  public interface Reader<T> {
    T read(XdrDataInputStream in) throws IOException;
  }

  /** Writes one value to a stream. */
  public interface Writer {
    void write(XdrDataOutputStream out) throws IOException;
  }

  /**
   * Reads a value that has to be there.
   *
   * @param what names the value in errors
   * @param base64 null for a field that the node left out
   * @throws XdrException if it cannot be read
   */
  public static <T> T read(String what, @Nullable String base64, Reader<T> reader) {
    return read(what, base64, reader, true);
  }

  private static <T> T read(String what, @Nullable String base64, Reader<T> reader, boolean whole) {
    if (base64 == null) {
      throw new XdrException(what + " is missing");
    }
    try {
      return read(what, Base64.getDecoder().decode(base64), reader, whole);
    } catch (IllegalArgumentException e) {
      throw new XdrException(what + " is not base64", e);
    }
  }

  /**
   * The same of a value that others follow, which are not looked at.
   *
   * @throws XdrException if it cannot be read
   */
  static <T> T readFirst(String what, @Nullable String base64, Reader<T> reader) {
    return read(what, base64, reader, false);
  }

  public static <T> T read(String what, byte[] bytes, Reader<T> reader) {
    return read(what, bytes, reader, true);
  }

  private static <T> T read(String what, byte[] bytes, Reader<T> reader, boolean whole) {
    try {
      ByteArrayInputStream raw = new ByteArrayInputStream(bytes);
      T value = reader.read(new XdrDataInputStream(raw));
      if (whole && raw.available() > 0) {
        throw new XdrException(what + ": " + raw.available() + " bytes too many");
      }
      return value;
    } catch (XdrException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // the SDK throws bare RuntimeExceptions for values newer than itself
      throw new XdrException(what + " cannot be read: " + e.getMessage(), e);
    } catch (OutOfMemoryError | StackOverflowError e) {
      // the SDK believes any length and any depth: it is the value that is wrong, not this process
      throw new XdrException(what + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Makes something of values that have been read.
   *
   * @throws XdrException whatever it trips over: an arm or a number of another kind than expected
   */
  public static <T> T understand(String what, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RpcException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new XdrException(what + " cannot be understood: " + e, e);
    }
  }

  public static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(new XdrDataOutputStream(bytes));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  public static String base64(Writer writer) {
    return base64(bytes(writer));
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static AccountID accountId(Address account) {
    if (!account.isAccount()) {
      throw new IllegalArgumentException("not an account: " + account);
    }
    PublicKey key = new PublicKey();
    key.setDiscriminant(PublicKeyType.PUBLIC_KEY_TYPE_ED25519);
    key.setEd25519(new Uint256(account.bytes()));
    return new AccountID(key);
  }

  public static Address account(AccountID id) {
    return Address.account(id.getAccountID().getEd25519().getUint256());
  }

  /**
   * An account as operations name it.
   *
   * @param id the account's number as a muxed one, unsigned; null for the plain account
   */
  public static MuxedAccount muxed(Address account, @Nullable Long id) {
    if (id == null) {
      return muxed(account);
    }
    MuxedAccount.MuxedAccountMed25519 of = new MuxedAccount.MuxedAccountMed25519();
    of.setId(new Uint64(new XdrUnsignedHyperInteger(new BigInteger(Long.toUnsignedString(id)))));
    of.setEd25519(new Uint256(account.bytes()));
    MuxedAccount muxed = new MuxedAccount();
    muxed.setDiscriminant(CryptoKeyType.KEY_TYPE_MUXED_ED25519);
    muxed.setMed25519(of);
    return muxed;
  }

  public static MuxedAccount muxed(Address account) {
    if (!account.isAccount()) {
      throw new IllegalArgumentException("not an account: " + account);
    }
    MuxedAccount muxed = new MuxedAccount();
    muxed.setDiscriminant(CryptoKeyType.KEY_TYPE_ED25519);
    muxed.setEd25519(new Uint256(account.bytes()));
    return muxed;
  }

  /** The account behind an address that may carry a sub-account number. */
  public static Address account(MuxedAccount muxed) {
    return Address.account(
        muxed.getDiscriminant() == CryptoKeyType.KEY_TYPE_ED25519
            ? muxed.getEd25519().getUint256()
            : muxed.getMed25519().getEd25519().getUint256());
  }

  public static Uint32 uint32(long value) {
    return new Uint32(new XdrUnsignedInteger(value));
  }

  public static long value(Uint32 number) {
    return number.getUint32().getNumber();
  }

  public static Int64 int64(long value) {
    return new Int64(value);
  }
}
