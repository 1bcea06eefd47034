package org.kalepool.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Envelopes;

/**
 * What the machine has sent itself: each transaction before it is sent, how it ended, and what it
 * cost. An envelope that is not on the disk is not sent. No secret is in it. Thread-safe.
 */
public final class ChannelBook implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ChannelBook.class);

  /** The file is written anew when it has grown by this much. */
  private static final long LONG = 4_000_000;

  private final JournalFile file;
  private final Map<Hash, OwnFlight> open = new LinkedHashMap<>();
  private final Map<Address, Long> used = new TreeMap<>();
  private final NavigableMap<Long, Spent> spent = new TreeMap<>();
  private @Nullable String trouble;

  /** How a transaction ended. */
  enum End {
    LANDED,
    FAILED,
    /** In no ledger, and never will be. */
    NEVER,
    /** Its sequence number is used; what for the node cannot tell any more. */
    UNKNOWN
  }

  /** What was charged for a block, and the transactions of the works that landed by their hash. */
  private static final class Spent {
    private Xlm fees = Xlm.ZERO;
    private int charged;
    private final Map<Hash, Hash> landed = new LinkedHashMap<>();
  }

  private ChannelBook(JournalFile file) {
    this.file = file;
  }

  /**
   * Opens the book, and writes it anew without what was torn.
   *
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static ChannelBook open(Path path) {
    try {
      ChannelBook book = new ChannelBook(JournalFile.open(path));
      book.load();
      book.file.rewrite(book.lines());
      return book;
    } catch (IOException e) {
      throw new UncheckedIOException("the journal " + path + ": " + e.getMessage(), e);
    }
  }

  private synchronized void load() {
    file.read("channels' journal", this::take);
  }

  private void take(String kind, long block, List<String> words) {
    switch (kind) {
      case "E" -> {
        Hash replaced = OwnFlight.replaced(words);
        OwnFlight before = replaced == null ? null : open.remove(replaced);
        OwnFlight flight = OwnFlight.of(block, words, before == null ? null : before.envelope());
        open.put(flight.envelope().hash(), flight);
      }
      case "Z" -> {
        OwnFlight flight = open.get(new Hash(words.get(0)));
        if (flight != null) {
          Hash in = words.size() > 3 ? new Hash(words.get(3)) : flight.envelope().hash();
          end(flight, End.valueOf(words.get(1)), Xlm.ofStroops(Long.parseLong(words.get(2))), in);
        }
      }
      case "Q" -> used.put(Address.of(words.get(0)), block);
      case "T" -> spent(block).landed.put(new Hash(words.get(0)), new Hash(words.get(1)));
      case "M" -> {
        Spent of = spent(block);
        of.fees = Xlm.ofStroops(Long.parseLong(words.get(0)));
        of.charged = Integer.parseInt(words.get(1));
      }
      default -> throw new IllegalArgumentException("no line begins with " + kind);
    }
  }

  private Spent spent(long block) {
    return spent.computeIfAbsent(block, it -> new Spent());
  }

  private void end(OwnFlight flight, End end, Xlm fee, Hash in) {
    open.remove(flight.envelope().hash());
    if (end != End.NEVER) {
      used.merge(flight.lane(), flight.envelope().sequence(), Math::max);
    }
    if (end == End.LANDED || end == End.FAILED) {
      Spent of = spent(flight.block());
      of.fees = of.fees.plus(fee);
      of.charged++;
      OwnFlight.OwnWork work = flight.work();
      if (end == End.LANDED && work != null) {
        of.landed.put(work.find().hash(), in);
      }
    }
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    used.forEach((lane, sequence) -> lines.add("Q " + sequence + " " + lane));
    spent.forEach(
        (block, of) -> {
          lines.add("M " + block + " " + of.fees.stroops() + " " + of.charged);
          of.landed.forEach(
              (work, hash) -> lines.add("T " + block + " " + work.hex() + " " + hash.hex()));
        });
    open.values().forEach(flight -> lines.addAll(flight.lines()));
    return lines;
  }

  /** What may still land, in the order of its making. */
  synchronized List<OwnFlight> open() {
    return List.copyOf(open.values());
  }

  /** The highest sequence number that is known to be used on a lane, 0 for none. */
  synchronized long used(Address lane) {
    return used.getOrDefault(lane, 0L);
  }

  /**
   * Writes envelopes down, and returns when they are on the disk: now they may be sent.
   *
   * @throws UncheckedIOException if they are not, and must not be
   */
  synchronized void store(Collection<OwnFlight> flights) {
    try {
      if (!file.appendable()) {
        file.rewrite(lines());
      }
      file.append(flights.stream().map(OwnFlight::line).toList());
      flights.forEach(flight -> open.put(flight.envelope().hash(), flight));
      trouble = null;
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      throw new UncheckedIOException("the channels' journal cannot be written", e);
    }
  }

  /**
   * Writes a fee bump down, and returns when it is on the disk: now it may be sent.
   *
   * @return what is in flight now
   * @throws UncheckedIOException if it is not, and must not be
   */
  synchronized OwnFlight bumped(OwnFlight flight, Envelopes.Signed bump) {
    OwnFlight now = flight.bumped(bump);
    store(List.of(now));
    open.remove(flight.envelope().hash());
    return now;
  }

  /**
   * Writes down how one ended. Where the disk does not take it a restart asks the network again.
   *
   * @param fee what was charged
   */
  synchronized void ended(OwnFlight flight, End end, Xlm fee) {
    ended(flight, end, fee, flight.envelope().hash());
  }

  /**
   * The same of one that is in a ledger.
   *
   * @param in the transaction that is: a fee bump, or what that replaced
   */
  synchronized void ended(OwnFlight flight, End end, Xlm fee, Hash in) {
    end(flight, end, fee, in);
    String line =
        "Z "
            + flight.block()
            + " "
            + flight.envelope().hash().hex()
            + " "
            + end.name()
            + " "
            + fee.stroops()
            + " "
            + in.hex();
    try {
      if (file.appendable()) {
        file.append(List.of(line));
      } else {
        file.rewrite(lines());
      }
      trouble = null;
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      LOG.errorf("the channels' journal cannot be written: %s", e.getMessage());
    }
  }

  /** Why the file cannot be written; empty if it can. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** What was charged for a block's works, and for channels while it ran. */
  synchronized Xlm fees(long block) {
    Spent of = spent.get(block);
    return of == null ? Xlm.ZERO : of.fees;
  }

  /** For how many transactions that was. */
  synchronized int charged(long block) {
    Spent of = spent.get(block);
    return of == null ? 0 : of.charged;
  }

  /** The transaction by which a work landed; empty if none of this machine's did. */
  synchronized Optional<Hash> transaction(long block, Hash work) {
    Spent of = spent.get(block);
    return of == null ? Optional.empty() : Optional.ofNullable(of.landed.get(work));
  }

  /** Whether a work has landed, or may land, by a transaction of this machine's. */
  synchronized boolean isOwn(long block, Hash work) {
    return transaction(block, work).isPresent()
        || open.values().stream()
            .map(OwnFlight::work)
            .anyMatch(it -> it != null && it.find().hash().equals(work));
  }

  /** Leaves out blocks before this one, but for those whose end is not reported. */
  synchronized void prune(long before, Collection<Long> unreported) {
    boolean gone = spent.headMap(before).keySet().removeIf(block -> !unreported.contains(block));
    if (gone && file.bytes() > LONG) {
      try {
        file.rewrite(lines());
      } catch (IOException e) {
        trouble = String.valueOf(e.getMessage());
        LOG.errorf("the channels' journal cannot be written anew: %s", e.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the channels' journal cannot be closed", e);
    }
  }
}
