package org.kalepool.stellar;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Sha256;

/**
 * What the owner of a wallet signs to show that it is (SEP-10): a transaction that can never be
 * applied, its sequence number being zero. Two operations set data: {@code <home domain> auth} of
 * the wallet to 48 random bytes, and {@code web_auth_domain} of the server.
 *
 * @param server the account whose key makes challenges
 * @param wallet who logs in; a memo can only be an id
 * @param random 48 bytes that make it another one than all before, in Base64
 * @param from the first second it is good in
 * @param until the last one
 */
public record Challenge(
    Address server,
    Destination wallet,
    String homeDomain,
    String webAuthDomain,
    String random,
    Instant from,
    Instant until) {
  static final int ENVELOPE_TYPE_TX = 2;
  static final int KEY_ED25519 = 0;
  static final int KEY_MUXED = 0x100;
  static final int PRECONDITION_TIME = 1;
  static final int MEMO_NONE = 0;
  static final int MEMO_ID = 2;
  static final int MANAGE_DATA = 10;
  static final int OPERATIONS = 2;
  static final String AUTH = " auth";
  static final String DOMAIN = "web_auth_domain";

  /** The longest name and the longest value of an account's data. */
  static final int LONGEST = 64;

  /** How many random bytes there are. */
  public static final int RANDOM_BYTES = 48;

  private static final int FEE = 100;

  /**
   * @throws IllegalArgumentException if a wallet's memo is no id, or a domain is too long
   */
  public Challenge {
    Memo memo = wallet.memo();
    if (memo != null && memo.kind() != Memo.Kind.ID) {
      throw new IllegalArgumentException("a memo must be an id");
    }
    if (length(homeDomain + AUTH) > LONGEST || length(webAuthDomain) > LONGEST) {
      throw new IllegalArgumentException("a domain is too long");
    }
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** What is signed: the transaction's hash on a network. */
  public byte[] hash(String passphrase) {
    return hash(passphrase, transaction());
  }

  static byte[] hash(String passphrase, byte[] transaction) {
    return Sha256.of(
        bytes(
            out -> {
              out.write(Sha256.of(passphrase));
              out.writeInt(ENVELOPE_TYPE_TX);
              out.write(transaction);
            }));
  }

  /** The transaction with the server's signature, as XDR in Base64. */
  public String envelope(byte[] signature) {
    return Base64.getEncoder()
        .encodeToString(
            bytes(
                out -> {
                  out.writeInt(ENVELOPE_TYPE_TX);
                  out.write(transaction());
                  out.writeInt(1);
                  out.write(server.bytes(), 28, 4);
                  opaque(out, signature);
                }));
  }

  private byte[] transaction() {
    return bytes(
        out -> {
          key(out, server, null);
          out.writeInt(FEE * OPERATIONS);
          out.writeLong(0);
          out.writeInt(PRECONDITION_TIME);
          out.writeLong(from.getEpochSecond());
          out.writeLong(until.getEpochSecond());
          Memo memo = wallet.memo();
          out.writeInt(memo == null ? MEMO_NONE : MEMO_ID);
          if (memo != null) {
            out.writeLong(Long.parseUnsignedLong(memo.value()));
          }
          out.writeInt(OPERATIONS);
          data(out, wallet.account(), wallet.id(), homeDomain + AUTH, random);
          data(out, server, null, DOMAIN, webAuthDomain);
          out.writeInt(0);
        });
  }

  private static void data(
      DataOutputStream out, Address source, @Nullable Long id, String name, String value)
      throws IOException {
    out.writeInt(1);
    key(out, source, id);
    out.writeInt(MANAGE_DATA);
    opaque(out, name.getBytes(StandardCharsets.UTF_8));
    out.writeInt(1);
    opaque(out, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void key(DataOutputStream out, Address account, @Nullable Long id)
      throws IOException {
    out.writeInt(id == null ? KEY_ED25519 : KEY_MUXED);
    if (id != null) {
      out.writeLong(id);
    }
    out.write(account.bytes());
  }

  private static void opaque(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
    out.write(new byte[-bytes.length & 3]);
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
