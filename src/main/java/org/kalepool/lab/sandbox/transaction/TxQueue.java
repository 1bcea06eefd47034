package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.Market;

/**
 * Transactions that wait for a ledger, in the order sent. One that waits too long is forgotten; one
 * that was forgotten or has landed is answered with TRY_AGAIN_LATER for a while.
 */
public final class TxQueue {
  /** Ledgers that a transaction waits for room before it is forgotten. */
  public static final int PATIENCE = 4;

  /** What a fee bump bids at least, in times of the one that it replaces. */
  static final int TIMES_TO_REPLACE = 10;

  private static final int BANNED_LEDGERS = 10;

  private static final class Waiting {
    final SignedTransaction tx;
    final Address source;
    int ledgers;
    boolean passedOver;

    Waiting(SignedTransaction tx) {
      this.tx = tx;
      this.source = tx.source();
    }
  }

  private final Limits limits;
  private final Map<Hash, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Hash, Long> banned = new LinkedHashMap<>();
  private final Map<Address, Integer> pending = new HashMap<>();

  TxQueue(Limits limits) {
    this.limits = limits;
  }

  boolean has(Hash hash) {
    return waiting.containsKey(hash);
  }

  boolean isBanned(Hash hash) {
    return banned.containsKey(hash);
  }

  int pendingOf(Address account) {
    return pending.getOrDefault(account, 0);
  }

  void add(SignedTransaction tx) {
    Waiting added = new Waiting(tx);
    waiting.put(tx.hash(), added);
    pending.merge(added.source, 1, Integer::sum);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes one out as if it had never been in. */
  void takeBack(Hash hash) {
    Waiting gone = waiting.remove(hash);
    if (gone != null) {
      pending.computeIfPresent(gone.source, (account, many) -> many == 1 ? null : many - 1);
    }
  }

  /** Forgets one that cannot land any more. */
  void drop(Hash hash, long ledger) {
    takeBack(hash);
    banned.put(hash, ledger + BANNED_LEDGERS);
  }

  List<SignedTransaction> all() {
    return waiting.values().stream().map(w -> w.tx).toList();
  }

  /** The one of this account that waits, the first if there are several; null for none. */
  @Nullable SignedTransaction of(Address source) {
    return waiting.values().stream()
        .filter(it -> it.source.equals(source))
        .map(it -> it.tx)
        .findFirst()
        .orElse(null);
  }

  /** Puts one where another of the same account was, which is forgotten and may come again. */
  void replace(Hash old, SignedTransaction by) {
    Waiting gone = waiting.remove(old);
    if (gone != null) {
      pending.computeIfPresent(gone.source, (account, many) -> many == 1 ? null : many - 1);
    }
    add(by);
  }

  /** Lets this one wait until it is forgotten. */
  void passOver(Hash hash) {
    Waiting one = waiting.get(hash);
    if (one != null) {
      one.passedOver = true;
    }
  }

  /**
   * What goes into a ledger.
   *
   * @param callPrice what an operation of a contract call pays in it, stroops
   * @param classicPrice what every other operation pays
   * @param others how many of the crowd's calls are in it, and as many of its other transactions
   */
  record Taken(
      List<SignedTransaction> transactions, long callPrice, long classicPrice, int others) {
    long price(SignedTransaction tx) {
      return tx.soroban() == null ? classicPrice : callPrice;
    }
  }

  /**
   * Takes out what goes into the next ledger: those that bid enough, the higher bids first when not
   * all of them fit, then in the order sent. When one that bid enough was left out, all pay what
   * the lowest bid in the ledger is.
   *
   * @param baseFee what an operation has to bid, stroops
   * @param crowd what others bid, the highest first
   */
  Taken take(long ledger, long baseFee, Limits room, List<Long> crowd) {
    Choice choice = new Choice(room, baseFee);
    Set<Hash> chosen = new HashSet<>();
    Set<Address> blocked = new HashSet<>();
    Iterator<Long> others = crowd.iterator();
    long other = others.hasNext() ? others.next() : -1;
    for (Waiting next : byBid()) {
      SignedTransaction tx = next.tx;
      while (other >= bid(tx)) {
        choice.other(other);
        other = others.hasNext() ? others.next() : -1;
      }
      boolean may = bid(tx) >= baseFee && !next.passedOver && !blocked.contains(next.source);
      if (may && choice.takes(tx)) {
        chosen.add(tx.hash());
      } else {
        blocked.add(next.source);
      }
    }
    for (; other >= baseFee; other = others.hasNext() ? others.next() : -1) {
      choice.other(other);
    }
    return new Taken(
        out(ledger, chosen),
        choice.calls.price(baseFee),
        choice.classic.price(baseFee),
        choice.others);
  }

  private List<SignedTransaction> out(long ledger, Set<Hash> chosen) {
    List<SignedTransaction> taken = new ArrayList<>();
    for (Waiting next : List.copyOf(waiting.values())) {
      if (chosen.contains(next.tx.hash())) {
        taken.add(next.tx);
        drop(next.tx.hash(), ledger);
      } else if (++next.ledgers >= PATIENCE) {
        drop(next.tx.hash(), ledger);
      }
    }
    unban(ledger);
    return taken;
  }

  private List<Waiting> byBid() {
    if (!limits.enforced()) {
      return List.copyOf(waiting.values());
    }
    return waiting.values().stream()
        .sorted(Comparator.comparingLong((Waiting w) -> bid(w.tx)).reversed())
        .toList();
  }

  private void unban(long ledger) {
    Iterator<Long> until = banned.values().iterator();
    while (until.hasNext()) {
      if (until.next() < ledger) {
        until.remove();
      }
    }
  }

  /** The inclusion fee offered for an operation, stroops. */
  static long bid(SignedTransaction tx) {
    return (tx.fee() - tx.resourceFee()) / tx.feeOperations();
  }

  /** The prices of a ledger as its places are given away. */
  private static final class Price {
    private long lowest = Long.MAX_VALUE;
    private boolean leftOut;

    void saw(long bid, boolean taken) {
      if (taken) {
        lowest = Math.min(lowest, bid);
      } else {
        leftOut = true;
      }
    }

    long price(long baseFee) {
      return leftOut && lowest != Long.MAX_VALUE ? lowest : baseFee;
    }
  }

  /** A ledger that is being filled. */
  private static final class Choice {
    private final LedgerRoom left;
    private final long baseFee;
    private final Price calls = new Price();
    private final Price classic = new Price();
    private int others;

    Choice(Limits room, long baseFee) {
      this.left = new LedgerRoom(room);
      this.baseFee = baseFee;
    }

    boolean takes(SignedTransaction tx) {
      boolean fits = left.fits(tx);
      (tx.soroban() == null ? classic : calls).saw(bid(tx), fits);
      return fits;
    }

    /** One of the crowd, who wants a part of both kinds of room. */
    void other(long bid) {
      if (bid < baseFee) {
        return;
      }
      boolean call = left.fitsPart(Market.FILL, true);
      boolean operation = left.fitsPart(Market.FILL, false);
      calls.saw(bid, call);
      classic.saw(bid, operation);
      others += call ? 1 : 0;
    }
  }
}
