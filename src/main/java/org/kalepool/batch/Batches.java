package org.kalepool.batch;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** The way on which deeds go to the network together. */
@Singleton
public class Batches {
  /** Reserves that a farmer's account keeps: its own two, and its trustline's. */
  private static final int RESERVES = 3;

  /** Who found no channel free looks again with the next ledger. */
  private static final int WAITED_FOR_LEDGERS = 1;

  private static final long NEVER = Integer.MIN_VALUE;

  private final BatchSettings settings;
  private final ChannelRepository channels;
  private final Transactions transactions;
  private final Chain chain;
  private final AtomicLong waitingSince = new AtomicLong(NEVER);
  private volatile @Nullable Way way;

  /** A contract, and the channels that can pay for calling it. */
  private record Way(Address contract, List<Address> channels) {}

  Batches(
      BatchSettings settings, ChannelRepository channels, Transactions transactions, Chain chain) {
    this.settings = settings;
    this.channels = channels;
    this.transactions = transactions;
    this.chain = chain;
  }

  /**
   * What the last look at the channels has shown.
   *
   * @param able those that can pay for a batch
   */
  void found(Address contract, List<Address> able) {
    way = able.isEmpty() ? null : new Way(contract, List.copyOf(able));
  }

  /** Whether anything goes together: there is a contract, and a channel that can pay. */
  public boolean possible() {
    return way != null;
  }

  /** Channels that carry nothing now. */
  public List<Address> free() {
    Way now = way;
    return now == null
        ? List.of()
        : now.channels().stream().filter(channel -> !transactions.busy(channel)).toList();
  }

  /** The same for plants of vaults: no more than find room before a node forgets what waits. */
  public List<Address> freeForPlants() {
    Way now = way;
    if (now == null) {
      return List.of();
    }
    List<Address> free = now.channels().stream().filter(it -> !transactions.busy(it)).toList();
    int busy = now.channels().size() - free.size();
    return free.subList(0, Math.clamp(BatchPlan.MOST_WAITING - busy, 0, free.size()));
  }

  /**
   * The same for what can wait for others: none while plants or works of vaults found none free.
   *
   * @param ledger the newest one known
   */
  public List<Address> freeForOthers(long ledger) {
    return ledger - waitingSince.get() <= WAITED_FOR_LEDGERS ? List.of() : free();
  }

  /**
   * Notes that plants or works of vaults, which have no other way, found too few channels free.
   *
   * @param ledger the newest one known
   */
  public void waiting(long ledger) {
    waitingSince.accumulateAndGet(ledger, Math::max);
  }

  /** How many deeds are wanted in a batch. */
  public int size() {
    return settings.size();
  }

  /**
   * Those farmers who can give back what deeds of this kind cost them, with all that was advanced
   * for them.
   *
   * @param most deeds of one farmer
   * @throws org.kalepool.stellar.RpcException if nothing is known of the network's fees
   */
  public Set<UUID> repaying(Collection<UUID> farmers, Action action, long most) {
    NetworkTerms terms = chain.terms();
    Xlm fee = action == Action.WORK ? terms.workFee() : terms.harvestFee();
    return channels.repaying(
        new HashSet<>(farmers), terms.baseReserve().times(RESERVES).plus(fee.times(most)));
  }

  /** Those for whom a deed of this kind came to nothing in a block: they go on by themselves. */
  public Set<UUID> failed(Collection<UUID> farmers, long block, Action action) {
    return channels.failed(new HashSet<>(farmers), block, action);
  }

  /**
   * Asks for deeds together, in the caller's database transaction.
   *
   * @return the transaction's row; empty, changing nothing, if it is none, or one of them is under
   *     way
   */
  public OptionalLong request(Address channel, List<Deed> deeds, long notAfter) {
    Way now = way;
    return now == null
        ? OptionalLong.empty()
        : transactions.request(TransactionRequest.batch(channel, now.contract(), deeds, notAfter));
  }

  /**
   * Asks for deeds together that another contract than that of the batches does.
   *
   * @param like what does one after the other, with any items or none
   * @return the transaction's row; empty, changing nothing, if one of them is under way
   */
  public OptionalLong request(Address channel, Call.Many like, List<Deed> deeds, long notAfter) {
    return transactions.request(TransactionRequest.batch(channel, like, deeds, notAfter));
  }
}
