package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.ChannelPlanner;
import org.kalepool.batch.ChannelPlanner.ChannelDecision;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.machine.ChannelBook.End;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Envelopes;
import org.kalepool.stellar.Envelopes.Made;
import org.kalepool.stellar.Envelopes.Sent;
import org.kalepool.stellar.Envelopes.Wanted;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;

/**
 * The channels as the chain has them, and the wallet's one transaction at a time that makes, fills
 * or merges them. Which there are, nothing but the chain says: keys are made from the wallet's, so
 * a channel whose making nobody remembers is found again. One thread uses it, but for what says
 * otherwise.
 */
final class Channels {
  private static final Logger LOG = Logger.getLogger(Channels.class);

  /** Ledgers between two looks at what the accounts have, when nothing has changed it. */
  private static final long LOOK_EVERY = 10;

  /** So many ledgers a transaction of the wallet's may wait for. */
  private static final int LEDGERS = 12;

  /** After a transaction that came to nothing. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final OwnAccounts accounts;
  private final Chain chain;
  private final MachineSettings settings;
  private final Clock clock;
  private final Consumer<String> log;
  private final Set<Address> poor = new HashSet<>();
  private volatile Map<Address, Holdings> held = Map.of();
  private volatile int wanted;
  private volatile @Nullable String trouble;
  private long readAt = -1;
  private long changedAt = -1;
  private boolean stale = true;
  private Instant notBefore = Instant.EPOCH;
  private @Nullable Instant tooManySince;

  Channels(
      OwnAccounts accounts,
      Chain chain,
      MachineSettings settings,
      Clock clock,
      Consumer<String> log) {
    this.accounts = accounts;
    this.chain = chain;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
    this.wanted = settings.minChannels();
  }

  private ChannelPlanner planner() {
    return planner(accounts.wallet(), accounts.channels(), settings, chain.terms());
  }

  /** By the settings, and by what the network wants every account to keep. */
  static ChannelPlanner planner(
      Address wallet, List<Address> accounts, MachineSettings settings, NetworkTerms terms) {
    return new ChannelPlanner(
        wallet,
        accounts,
        settings.channelFunds(),
        settings.walletKeeps(),
        terms.baseReserve().times(2));
  }

  /** How many are wanted for so many farmers. */
  static int wanted(int farmers, MachineSettings settings) {
    int enough = Math.ceilDiv(farmers, Math.max(1, settings.farmersPerChannel()));
    int most = Math.clamp(settings.maxChannels(), 1, OwnAccounts.MOST);
    return Math.min(most, Math.max(enough, settings.minChannels()));
  }

  /**
   * Reads what the accounts have, if it may have changed.
   *
   * @throws RpcException if the node cannot be asked
   */
  void refresh(long ledger) {
    if (!stale && ledger < readAt + LOOK_EVERY) {
      return;
    }
    List<Address> all = new ArrayList<>(accounts.channels());
    all.add(accounts.wallet());
    Map<Address, Holdings> now = chain.holdings(all);
    Holdings wallet = now.get(accounts.wallet());
    if (wallet == null) {
      // by nothing else it can be told how new an answer is; without a wallet none can be made
      held = now;
      trouble = "the wallet " + accounts.wallet() + " does not exist: send it XLM";
      stale = true;
      return;
    }
    if (wallet.ledger() < changedAt) {
      return; // a node that lags: from before the last change
    }
    held = now;
    poor.clear();
    readAt = ledger;
    stale = false;
  }

  /** An account has paid, been paid, or is said to be poorer than was thought. */
  private void changed(long ledger) {
    changedAt = Math.max(changedAt, ledger);
    stale = true;
  }

  /** Those that can carry a work now. */
  List<Address> free() {
    Set<Address> busy = busy();
    return planner().usable(held).stream()
        .filter(it -> !busy.contains(it) && !poor.contains(it))
        .toList();
  }

  /** Whether one will be free soon, if none is now. */
  boolean any() {
    return accounts.book().open().stream()
            .anyMatch(it -> !it.lane().equals(accounts.wallet()) && held.containsKey(it.lane()))
        || !free().isEmpty();
  }

  private Set<Address> busy() {
    Set<Address> busy = new HashSet<>();
    for (OwnFlight flight : accounts.book().open()) {
      busy.add(flight.lane());
      busy.addAll(flight.closing());
    }
    return busy;
  }

  /** A node says that this one cannot pay. */
  void tooPoor(Address channel) {
    poor.add(channel);
    stale = true;
  }

  /** A transaction of the wallet's has ended: what it did the chain tells. */
  void ended(OwnFlight flight, End end, long ledger) {
    changed(ledger);
    if (end == End.LANDED) {
      notBefore = Instant.EPOCH;
    } else {
      notBefore = clock.instant().plus(PAUSE);
      LOG.warnf("transaction %s for channels has ended: %s", flight.envelope().hash(), end);
    }
  }

  /**
   * Looks after the channels, if the wallet is free and what is known of them is new.
   *
   * @param block that runs
   * @param farmers that channels are wanted for
   * @throws RpcException if the node cannot be asked
   */
  void upkeep(long block, int farmers) {
    wanted = wanted(farmers, settings);
    boolean rested = rested();
    if (!stale && !clock.instant().isBefore(notBefore)) {
      act(block, wanted, rested);
    }
  }

  /** Has all channels merged into the wallet. */
  void close(long block) {
    wanted = 0;
    if (!stale && !clock.instant().isBefore(notBefore)) {
      act(block, 0, true);
    }
  }

  /** Whether there have been more than wanted for so long that they will not be wanted again. */
  private boolean rested() {
    boolean tooMany = accounts.channels().stream().skip(wanted).anyMatch(held::containsKey);
    Instant since = tooManySince;
    if (!tooMany) {
      tooManySince = null;
      return false;
    }
    if (since == null) {
      tooManySince = clock.instant();
      return settings.channelRest().isZero();
    }
    return !clock.instant().isBefore(since.plus(settings.channelRest()));
  }

  private void act(long block, int number, boolean merge) {
    Set<Address> busy = busy();
    if (busy.contains(accounts.wallet())) {
      return;
    }
    ChannelDecision decision = planner().decide(held, busy, number, merge);
    tell(decision);
    if (!decision.isEmpty()) {
      send(block, decision);
    }
  }

  private void tell(ChannelDecision decision) {
    String lacks =
        decision.missing().isPositive()
            ? "the wallet "
                + accounts.wallet()
                + " lacks "
                + decision.missing()
                + " XLM for channels: send it that, or works go to the backend"
            : null;
    if (lacks != null && trouble == null) {
      log.accept(lacks);
    }
    trouble = lacks;
  }

  private void send(long block, ChannelDecision decision) {
    Call call = new Call.Operations(decision.operations());
    Wanted payment = new Wanted(accounts.wallet(), call, null, null);
    Envelopes envelopes = accounts.envelopes();
    switch (envelopes.make(payment, 0, accounts.book().used(accounts.wallet()), LEDGERS)) {
      case Made.Refused refused -> failed(refused.cause() + " (" + refused.detail() + ")");
      case Made.Later later -> LOG.debugf("channels are looked after later: %s", later.why());
      case Made.Ready ready -> {
        OwnFlight flight = new OwnFlight(block, ready.envelope(), null, decision.closing());
        accounts.book().store(List.of(flight));
        switch (envelopes.send(ready.envelope(), call, true)) {
          case Sent.MayLand may -> log.accept(decision.words());
          case Sent.Never never -> {
            accounts.book().ended(flight, End.NEVER, Xlm.ZERO);
            failed(never.cause() + " (" + never.detail() + ")");
          }
          case Sent.Anew anew -> {
            accounts.book().ended(flight, End.NEVER, Xlm.ZERO);
            failed(anew.why());
          }
        }
      }
    }
  }

  private void failed(String why) {
    changed(changedAt);
    notBefore = clock.instant().plus(PAUSE);
    LOG.warnf("channels could not be looked after: %s", why);
  }

  /** Whether none is left, as a reading shows that nothing has changed since. */
  boolean isClosed() {
    return !stale && count() == 0;
  }

  /** How many there are. By any thread. */
  int count() {
    return (int) accounts.channels().stream().filter(held::containsKey).count();
  }

  /** How many are wanted. By any thread. */
  int wanted() {
    return wanted;
  }

  /** What they have. By any thread. */
  Map<Address, Holdings> held() {
    Map<Address, Holdings> channels = new HashMap<>(held);
    channels.remove(accounts.wallet());
    return channels;
  }

  /** What the wallet has. By any thread. */
  Optional<Holdings> wallet() {
    return Optional.ofNullable(held.get(accounts.wallet()));
  }

  /** Why there are fewer than wanted. By any thread. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
