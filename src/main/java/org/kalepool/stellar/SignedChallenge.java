package org.kalepool.stellar;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;

/**
 * A {@link Challenge} as it comes back from anybody. It is read here byte by byte and never by the
 * SDK, which makes room for whatever length a stranger writes.
 *
 * @param signatures in their order, at most 20
 */
public record SignedChallenge(Challenge challenge, byte[] transaction, List<Signature> signatures) {
  private static final int MOST_SIGNATURES = 20;
  private static final int SIGNATURE_BYTES = 64;
  private static final int LONGEST_ENVELOPE = 8_000;

  public SignedChallenge {
    signatures = List.copyOf(signatures);
  }

  /**
   * A signature by somebody.
   *
   * @param hint the last four bytes of the key, as the signer says
   * @param bytes 64 of them
   */
  public record Signature(byte[] hint, byte[] bytes) {
    /** Whether it may be this key's. */
    public boolean mayBe(Address key) {
      return Arrays.equals(hint, Arrays.copyOfRange(key.bytes(), 28, 32));
    }
  }

  /**
   * Reads an envelope.
   *
   * @param base64 XDR
   * @throws IllegalArgumentException if it is no challenge of this shape, saying what is wrong
   */
  public static SignedChallenge read(String base64) {
    if (base64.length() > LONGEST_ENVELOPE) {
      throw new IllegalArgumentException("it is too long");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("it is not Base64", e);
    }
    try {
      return new Reading(bytes).envelope();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it is cut off", e);
    }
  }

  /** The signatures but for these. */
  public List<Signature> without(Predicate<Signature> those) {
    return signatures.stream().filter(those.negate()).toList();
  }

  /** What was signed, on this network. */
  public byte[] hash(String passphrase) {
    return Challenge.hash(passphrase, transaction);
  }

  private record Data(Destination source, String name, String value) {}

  private record Reading(ByteBuffer in, byte[] all) {
    Reading(byte[] all) {
      this(ByteBuffer.wrap(all), all);
    }

    SignedChallenge envelope() {
      expect(in.getInt() == Challenge.ENVELOPE_TYPE_TX, "it is no transaction");
      int begin = in.position();
      Destination server = key(null);
      expect(server.id() == null, "its source is a muxed account");
      in.getInt();
      expect(in.getLong() == 0, "its sequence number is not 0");
      expect(in.getInt() == Challenge.PRECONDITION_TIME, "it has no time bounds");
      Instant from = time();
      Instant until = time();
      Memo memo = memo();
      expect(in.getInt() == Challenge.OPERATIONS, "it has not two operations");
      Data wallet = data(memo);
      expect(wallet.name.endsWith(Challenge.AUTH), "its first operation is no log-in's");
      Data domain = data(null);
      expect(
          domain.name.equals(Challenge.DOMAIN) && domain.source.equals(server),
          "its second operation is not web_auth_domain");
      expect(in.getInt() == 0, "it is a contract's");
      byte[] transaction = Arrays.copyOfRange(all, begin, in.position());
      List<Signature> signatures = signatures();
      expect(!in.hasRemaining(), "there is something behind it");
      String home = wallet.name.substring(0, wallet.name.length() - Challenge.AUTH.length());
      return new SignedChallenge(
          new Challenge(
              server.account(), wallet.source, home, domain.value, wallet.value, from, until),
          transaction,
          signatures);
    }

    private Data data(@Nullable Memo memo) {
      expect(in.getInt() == 1, "an operation has no source");
      Destination source = key(memo);
      expect(in.getInt() == Challenge.MANAGE_DATA, "an operation does more than set data");
      String name = text();
      expect(in.getInt() == 1, "an operation removes data");
      return new Data(source, name, text());
    }

    private Destination key(@Nullable Memo memo) {
      int kind = in.getInt();
      expect(kind == Challenge.KEY_ED25519 || kind == Challenge.KEY_MUXED, "a key is unknown");
      Long id = kind == Challenge.KEY_MUXED ? in.getLong() : null;
      expect(id == null || memo == null, "it has a memo and a muxed account");
      return new Destination(Address.account(take(32)), id, memo);
    }

    private @Nullable Memo memo() {
      int kind = in.getInt();
      expect(kind == Challenge.MEMO_NONE || kind == Challenge.MEMO_ID, "its memo is no id");
      return kind == Challenge.MEMO_NONE
          ? null
          : new Memo(Memo.Kind.ID, Long.toUnsignedString(in.getLong()));
    }

    private Instant time() {
      long seconds = in.getLong();
      expect(seconds >= 0 && seconds <= Instant.MAX.getEpochSecond(), "a time is out of bounds");
      return Instant.ofEpochSecond(seconds);
    }

    private List<Signature> signatures() {
      int count = in.getInt();
      expect(count >= 0 && count <= MOST_SIGNATURES, "it has more than 20 signatures");
      List<Signature> signatures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] hint = take(4);
        expect(in.getInt() == SIGNATURE_BYTES, "a signature has not 64 bytes");
        signatures.add(new Signature(hint, take(SIGNATURE_BYTES)));
      }
      return signatures;
    }

    private String text() {
      int length = in.getInt();
      expect(length >= 0 && length <= Challenge.LONGEST, "a text is too long");
      String text = new String(take(length), StandardCharsets.UTF_8);
      for (byte filling : take(-length & 3)) {
        expect(filling == 0, "a text is not filled with zeros");
      }
      return text;
    }

    private byte[] take(int length) {
      byte[] taken = new byte[length];
      in.get(taken);
      return taken;
    }

    private static void expect(boolean good, String otherwise) {
      if (!good) {
        throw new IllegalArgumentException(otherwise);
      }
    }
  }
}
