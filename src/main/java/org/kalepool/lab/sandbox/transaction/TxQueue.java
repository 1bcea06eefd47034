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

/**
 * Transactions that wait for a ledger, in the order sent. One that waits too long is forgotten; one
 * that was forgotten or has landed is answered with TRY_AGAIN_LATER for a while.
 */
public final class TxQueue {
  /** Ledgers that a transaction waits for room before it is forgotten. */
  public static final int PATIENCE = 4;

  private static final int BANNED_LEDGERS = 10;

  private static final class Waiting {
    final SignedTransaction tx;
    final Address source;
    int ledgers;

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

  /**
   * Takes out what goes into the next ledger: those that bid enough, the higher bids first when not
   * all of them fit, then in the order sent.
   *
   * @param baseFee what an operation has to bid, stroops
   */
  List<SignedTransaction> take(long ledger, long baseFee, Limits room) {
    Room left = new Room(room);
    Set<Hash> chosen = new HashSet<>();
    Set<Address> blocked = new HashSet<>();
    for (Waiting next : byBid()) {
      SignedTransaction tx = next.tx;
      boolean enough = bid(tx) >= baseFee;
      if (enough && !blocked.contains(next.source) && left.fits(tx)) {
        chosen.add(tx.hash());
      } else {
        blocked.add(next.source);
      }
    }
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

  /** What is left of a ledger. */
  private static final class Room {
    private final Map<String, Long> left = new HashMap<>();
    private final boolean enforced;

    Room(Limits limits) {
      enforced = limits.enforced();
      left.put("operations", limits.classicOperations());
      left.put("instructions", limits.instructions());
      left.put("written", limits.writeBytes());
      left.put("bytes", limits.transactionBytes());
      left.put("calls", limits.transactions());
    }

    boolean fits(SignedTransaction tx) {
      Map<String, Long> needs = needs(tx);
      if (enforced && needs.entrySet().stream().anyMatch(n -> left(n.getKey()) < n.getValue())) {
        return false;
      }
      needs.forEach((what, amount) -> left.put(what, left(what) - amount));
      return true;
    }

    private long left(String what) {
      @Nullable Long amount = left.get(what);
      return amount == null ? 0 : amount;
    }

    private static Map<String, Long> needs(SignedTransaction tx) {
      var soroban = tx.soroban();
      if (soroban == null) {
        return Map.of("operations", (long) tx.operations().size());
      }
      return Map.of(
          "instructions",
          soroban.getResources().getInstructions().getUint32().getNumber(),
          "written",
          soroban.getResources().getWriteBytes().getUint32().getNumber(),
          "bytes",
          (long) tx.size(),
          "calls",
          1L);
    }
  }
}
