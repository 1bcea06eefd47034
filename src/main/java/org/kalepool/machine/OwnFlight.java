package org.kalepool.machine;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Envelopes.Signed;
import org.kalepool.work.Find;

/**
 * A transaction of the machine's own that may still land.
 *
 * @param block that it is for, or that ran when it was made
 * @param work null for one of the wallet's that looks after channels
 * @param closing channels that it merges into the wallet
 */
record OwnFlight(long block, Signed envelope, @Nullable OwnWork work, List<Address> closing) {
  private static final String NONE = "-";

  OwnFlight {
    closing = List.copyOf(closing);
  }

  /**
   * A work that is sent.
   *
   * @param ledger the newest one known when it was asked for
   */
  record OwnWork(UUID farmer, Address custodial, Find find, long ledger) {}

  Address lane() {
    return envelope.lane();
  }

  /** Enough of it to understand the network's answers. */
  Call call() {
    return work == null
        ? new Call.Operations(List.of())
        : new Call.Work(work.custodial(), work.find().hash(), work.find().nonce());
  }

  boolean isFor(long index, UUID farmer) {
    return block == index && work != null && work.farmer().equals(farmer);
  }

  /** The same with a fee bump in place of its envelope. */
  OwnFlight bumped(Signed bump) {
    return new OwnFlight(block, bump, work, closing);
  }

  /** All of it: a line for each envelope, the oldest first. */
  List<String> lines() {
    return envelope.all().reversed().stream().map(one -> bumped(one).line()).toList();
  }

  /** Its newest envelope; one that replaces another names it. */
  String line() {
    Signed replaces = envelope.replaces();
    return content() + (replaces == null ? "" : " B " + replaces.hash().hex());
  }

  private String content() {
    Signed signed = envelope;
    String head =
        "E "
            + block
            + " "
            + signed.lane()
            + " "
            + signed.hash().hex()
            + " "
            + signed.sequence()
            + " "
            + signed.maxTime()
            + " "
            + signed.ledger()
            + " "
            + signed.base64();
    if (work == null) {
      List<String> closed = closing.stream().map(Address::text).toList();
      return head + " U " + (closed.isEmpty() ? NONE : String.join(",", closed));
    }
    return head
        + " W "
        + work.farmer()
        + " "
        + work.custodial()
        + " "
        + Long.toUnsignedString(work.find().nonce())
        + " "
        + work.find().hash().hex()
        + " "
        + work.ledger();
  }

  /** The hash of the envelope that a line's replaces; null if none. */
  static @Nullable Hash replaced(List<String> words) {
    int at = words.get(6).equals("U") ? 8 : 12;
    return words.size() > at + 1 && words.get(at).equals("B") ? new Hash(words.get(at + 1)) : null;
  }

  /**
   * Reads a line.
   *
   * @param words without its kind and block
   * @param replaces what its envelope is a fee bump of; null if it is none
   * @throws RuntimeException if it is none
   */
  static OwnFlight of(long block, List<String> words, @Nullable Signed replaces) {
    Signed signed =
        new Signed(
            Address.of(words.get(0)),
            words.get(5),
            new Hash(words.get(1)),
            Long.parseLong(words.get(2)),
            Long.parseLong(words.get(3)),
            Long.parseLong(words.get(4)),
            replaces);
    if (words.get(6).equals("U")) {
      List<Address> closing =
          words.get(7).equals(NONE)
              ? List.of()
              : Stream.of(words.get(7).split(",", -1)).map(Address::of).toList();
      return new OwnFlight(block, signed, null, closing);
    }
    return new OwnFlight(
        block,
        signed,
        new OwnWork(
            UUID.fromString(words.get(7)),
            Address.of(words.get(8)),
            new Find(Long.parseUnsignedLong(words.get(9)), new Hash(words.get(10))),
            Long.parseLong(words.get(11))),
        List.of());
  }
}
