package org.kalepool.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Mints;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Receipts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Transfers;

/** A node's memory of mints and movements: what a test puts there, and nothing until it does. */
public final class FakeHistory implements Mints, Movements, Transfers, Receipts {
  private final LongSupplier ledger;
  private final Map<Hash, List<Long>> declared = new HashMap<>();
  private final Map<Address, List<Movement>> moves = new HashMap<>();
  private @Nullable List<Movement> movesOfOthers;
  private @Nullable Set<Hash> mints;
  private @Nullable Long newest;
  private long lag;
  private long oldest;
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Paid> paid = new ArrayList<>();
  private int asked;

  /**
   * @param ledger the newest
   */
  FakeHistory(LongSupplier ledger) {
    this.ledger = ledger;
  }

  /** The memory does not reach back as far as anybody asks. */
  public void forget() {
    mints = null;
    declared.clear();
    moves.clear();
    movesOfOthers = null;
    newest = null;
    lag = 0;
    oldest = 0;
    transfers.clear();
    paid.clear();
    asked = 0;
  }

  /** What somebody was paid. */
  private record Paid(Address to, Receipt receipt) {}

  /** How often somebody asked what was received. */
  public int asked() {
    return asked;
  }

  /** Remembers a receipt of XLM, in the order in which they come. */
  void paid(Address from, Address to, Xlm amount, long ledger, Hash transaction) {
    paid.add(new Paid(to, new Receipt(Asset.XLM, ledger, transaction, 0, from, amount.stroops())));
  }

  @Override
  public Known received(Collection<Address> receivers, long from, long through, Instant born) {
    asked++;
    toldThrough(through);
    long since = Math.max(from, oldest);
    Map<Address, List<Receipt>> found = new HashMap<>();
    receivers.forEach(receiver -> found.put(receiver, received(receiver, since, through)));
    return new Known(since, found);
  }

  private List<Receipt> received(Address receiver, long from, long through) {
    List<Receipt> found = new ArrayList<>();
    transfers.stream()
        .filter(each -> receiver.equals(each.to()) && !receiver.equals(each.from()))
        .map(
            each ->
                new Receipt(
                    Asset.KALE,
                    each.ledger(),
                    each.transaction(),
                    0,
                    each.from(),
                    each.amount().stroops()))
        .forEach(found::add);
    paid.stream().filter(each -> each.to().equals(receiver)).map(Paid::receipt).forEach(found::add);
    Map<String, Integer> numbers = new HashMap<>();
    return found.stream()
        .filter(each -> each.ledger() >= from && each.ledger() <= through)
        .sorted(Comparator.comparingLong(Receipt::ledger))
        .map(
            each ->
                new Receipt(
                    each.asset(),
                    each.ledger(),
                    each.transaction(),
                    numbers.merge(each.asset() + each.transaction().hex(), 1, Integer::sum) - 1,
                    each.from(),
                    each.stroops()))
        .toList();
  }

  /** The mints, but not what they declared. */
  public void remember(Set<Hash> transactions) {
    mints = Set.copyOf(transactions);
  }

  /** The only mint, and the pails that it declared to write. */
  public void remember(Hash transaction, List<Long> pails) {
    mints = Set.of(transaction);
    declared.put(transaction, pails);
  }

  /** What every account has moved of which nothing else is remembered. */
  public void rememberMoves(List<Movement> movements) {
    movesOfOthers = List.copyOf(movements);
  }

  /** The same, of one account; no other is remembered to have moved anything. */
  public void rememberMoves(Address account, List<Movement> movements) {
    moves.put(account, List.copyOf(movements));
    movesOfOthers = List.of();
  }

  /**
   * Remembers one more movement of an account.
   *
   * @param to null for a claimable balance
   */
  public Movement sent(
      Address from, @Nullable Address to, String kale, long ledger, Hash transaction) {
    Movement movement =
        new Movement(Kind.SENT, Kale.parse(kale), ledger, 0, transaction, to, List.of());
    List<Movement> all = new ArrayList<>(moves.getOrDefault(from, List.of()));
    all.add(movement);
    rememberMoves(from, all);
    return movement;
  }

  /** The node that is asked for events is as many ledgers behind the one that is asked for more. */
  public void lag(long ledgers) {
    lag = ledgers;
  }

  /** The last ledger of which the node tells events, however far the network is. */
  public void through(long last) {
    newest = last;
  }

  /** No movement of an earlier ledger is remembered. */
  public void movesFrom(long first) {
    oldest = first;
  }

  private void toldThrough(long last) {
    long told = newest == null ? ledger.getAsLong() - lag : newest;
    if (told < last) {
      throw new RpcException("the node tells of events up to ledger " + told);
    }
  }

  @Override
  public Optional<List<Mint>> minted(Address account, long from, long through) {
    toldThrough(through);
    return Optional.ofNullable(mints)
        .map(seen -> seen.stream().map(tx -> new Mint(tx, ledger.getAsLong())).toList());
  }

  @Override
  public Optional<List<Long>> pails(Mint mint, Address account) {
    return Optional.ofNullable(declared.get(mint.transaction()));
  }

  @Override
  public Optional<List<Movement>> moved(Address account, long from, long through) {
    if (movesOfOthers == null || from < oldest) {
      return Optional.empty();
    }
    toldThrough(through);
    return Optional.of(
        moves.getOrDefault(account, movesOfOthers).stream()
            .filter(movement -> movement.ledger() >= from && movement.ledger() <= through)
            .toList());
  }

  @Override
  public long reach(long from, Instant born) {
    return from;
  }

  /** Remembers a payment, in the order in which they come. */
  void paid(Address from, Address to, Kale amount, long ledger, Hash transaction) {
    transfers.add(new Transfer(ledger, 0, transaction, 0, from, to, amount));
  }

  @Override
  public Remembered remembered(Collection<Address> parties, long from, long through) {
    long since = Math.max(from, oldest);
    if (since > through) {
      return new Remembered(through + 1, Map.of());
    }
    toldThrough(through);
    Map<Address, List<Transfer>> found = new HashMap<>();
    parties.forEach(party -> found.put(party, of(party, since, through)));
    return new Remembered(since, found);
  }

  private List<Transfer> of(Address party, long from, long through) {
    Map<Hash, Integer> places = new HashMap<>();
    return transfers.stream()
        .filter(paid -> party.equals(paid.from()) || party.equals(paid.to()))
        .filter(paid -> paid.ledger() >= from && paid.ledger() <= through)
        .map(
            paid ->
                new Transfer(
                    paid.ledger(),
                    0,
                    paid.transaction(),
                    places.merge(paid.transaction(), 1, Integer::sum) - 1,
                    paid.from(),
                    paid.to(),
                    paid.amount()))
        .toList();
  }
}
