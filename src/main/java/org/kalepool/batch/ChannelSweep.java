package org.kalepool.batch;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.ChannelPlanner.ChannelDecision;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionSettled;

/**
 * Keeps as many channels as are set, by transactions of the own pooler's wallet: makes them, fills
 * them, and merges back those that are not wanted any more. What there is, the chain says.
 */
@Singleton
final class ChannelSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(ChannelSweep.class);

  /** What a batch may cost, and a little more: a channel with less carries none. */
  private static final Xlm LEAST = Xlm.parse("0.5");

  private final BatchSettings settings;
  private final ChannelAccounts channels;
  private final Batches batches;
  private final Poolers poolers;
  private final Chain chain;
  private final Signer signer;
  private final AtomicInteger able;
  private final AtomicLong lumens;
  private volatile long changedAt;
  private boolean told;

  ChannelSweep(
      BatchSettings settings,
      ChannelAccounts channels,
      Batches batches,
      Poolers poolers,
      Chain chain,
      Signer signer,
      MeterRegistry meters) {
    this.settings = settings;
    this.channels = channels;
    this.batches = batches;
    this.poolers = poolers;
    this.chain = chain;
    this.signer = signer;
    this.able = meters.gauge("kale.batch.channels.usable", new AtomicInteger());
    this.lumens = meters.gauge("kale.batch.channels.xlm.stroops", new AtomicLong());
  }

  @Override
  public String name() {
    return "batch-channels";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(15);
  }

  /** What is read from now on is older than what it did, if it is older than this. */
  void settled(@Observes TransactionSettled event) {
    if (event.request().action() == Action.CHANNEL
        && event.outcome() instanceof Outcome.Landed landed) {
      changedAt = Math.max(changedAt, landed.ledger());
    }
  }

  @Override
  public void sweep() {
    int wanted = settings.contractId().isPresent() ? settings.channels() : 0;
    List<Address> known = channels.accounts();
    if (wanted == 0 && known.isEmpty()) {
      return;
    }
    Address wallet = poolers.own().wallet();
    if (!signer.holds(wallet)) {
      tell("nothing is batched: the pool has no key of its own pooler's wallet " + wallet);
      return;
    }
    if (known.size() < wanted) {
      channels.open(wanted);
      known = channels.accounts();
    }
    try {
      look(wallet, known, wanted);
    } catch (RpcException e) {
      LOG.debugf("the channels cannot be looked at: %s", e.getMessage());
    }
  }

  private void look(Address wallet, List<Address> known, int wanted) {
    List<Address> all = new ArrayList<>(known);
    all.add(wallet);
    Map<Address, Holdings> held = chain.holdings(all);
    Holdings payer = held.get(wallet);
    if (payer == null || payer.ledger() < changedAt) {
      return; // a node that lags, or a wallet that nobody has funded yet
    }
    ChannelPlanner planner =
        new ChannelPlanner(
            wallet,
            known,
            settings.channelFunds().max(LEAST.times(2)),
            settings.walletKeeps(),
            chain.terms().baseReserve().times(2));
    List<Address> usable =
        known.stream().limit(wanted).filter(channel -> canPay(held.get(channel))).toList();
    settings.contractId().ifPresent(contract -> batches.found(contract, usable));
    able.set(usable.size());
    lumens.set(
        known.stream().map(held::get).mapToLong(of -> of == null ? 0 : of.xlm().stroops()).sum());
    if (channels.isBusy(wallet)) {
      return;
    }
    Set<Address> busy = known.stream().filter(channels::isBusy).collect(Collectors.toSet());
    ChannelDecision decision = planner.decide(held, busy, wanted, true);
    if (decision.missing().isPositive()) {
      tell("the wallet " + wallet + " lacks " + decision.missing() + " XLM for channels");
    } else {
      told = false;
    }
    if (!decision.isEmpty()) {
      channels.carryOut(wallet, decision);
    }
  }

  private static boolean canPay(@Nullable Holdings channel) {
    return channel != null && channel.spendable().compareTo(LEAST) >= 0;
  }

  private void tell(String trouble) {
    if (!told) {
      told = true;
      LOG.warn(trouble);
    }
  }
}
