package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.ChannelPlanner.ChannelDecision;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Xlm;
import org.kalepool.machine.PoolerMessages.Me;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.FarmView;
import org.kalepool.stellar.Chain.LedgerTip;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;
import org.kalepool.work.HashTrial;
import org.kalepool.work.StandaloneEngine;

/** Tries all that a machine needs before it farms, and tells of each in a line. */
public final class MachineCheck {
  private static final Duration GOOD_CLOCK = Duration.ofSeconds(20);
  private static final long MANY = 1_000_000;
  private static final Xlm LITTLE = Xlm.parse("1");

  private final Consumer<String> out;
  private boolean fit = true;

  public MachineCheck(Consumer<String> out) {
    this.out = out;
  }

  /** Whether nothing was found that would keep the machine from farming. */
  public boolean fit() {
    return fit;
  }

  private void ok(String what, String text) {
    out.accept(String.format(Locale.ROOT, "ok    %-10s %s", what, text));
  }

  private void warn(String what, String text) {
    out.accept(String.format(Locale.ROOT, "warn  %-10s %s", what, text));
  }

  private void wrong(String what, String text) {
    fit = false;
    out.accept(String.format(Locale.ROOT, "WRONG %-10s %s", what, text));
  }

  /** Whether the backend can be reached and knows the key; null if not. */
  public @Nullable Me key(PoolerBackend backend) {
    try {
      Me me = backend.me();
      if (me.active()) {
        ok(
            "key",
            "pooler " + me.name() + " (" + me.poolerId() + ") with " + me.farmers() + " farmers");
      } else {
        wrong(
            "key",
            "pooler " + me.name() + " is not active: ask the pool's operator to activate it");
      }
      long bond = me.bond() == null ? 0 : me.bond().amount();
      if (me.debt() > Math.addExact(me.maxDebt(), bond)) {
        warn(
            "debt",
            "it is over its limit, so no stakes are planted: pay what the farmers are owed, or add"
                + " to the bond");
      }
      return me;
    } catch (BackendRefusalException e) {
      wrong(
          "key",
          e.status() == 401
              ? "the backend does not know this key: ask the pool's operator for a new one"
              : "the backend refuses: " + e.getMessage());
    } catch (BackendAwayException e) {
      wrong("key", "the backend cannot be asked: " + e.getMessage() + "; is --backend right?");
    }
    return null;
  }

  /** Whether the secret is that of the pooler's wallet. */
  public void secret(Optional<Address> own, boolean needed, Me me) {
    if (own.isEmpty()) {
      ok("secret", "none given, and none needed while the backend sends the works");
    } else if (own.get().text().equals(me.wallet())) {
      ok(
          "secret",
          "it is that of the pooler's wallet "
              + me.wallet()
              + (needed ? "" : ", and not needed while the backend sends the works"));
    } else {
      wrong(
          "secret",
          "it is that of "
              + own.get()
              + ", but the pooler's wallet is "
              + me.wallet()
              + ": name the right file in --secret-file");
    }
  }

  /** Whether the node answers and has the game; the newest ledger, null if not. */
  public @Nullable LedgerTip node(Chain chain) {
    try {
      LedgerTip tip = chain.tip();
      FarmView farm = chain.farm();
      ok(
          "node",
          "ledger "
              + tip.sequence()
              + ", block "
              + farm.farm().index()
              + (farm.farm().paused() ? " (the farm is paused)" : ""));
      return tip;
    } catch (RpcException e) {
      wrong("node", e.getMessage() + "; see kale.rpc.url");
      return null;
    }
  }

  /**
   * Whether the clock is the network's.
   *
   * @param looked false where the network's time is its own
   */
  public void clock(LedgerTip tip, Clock clock, boolean looked) {
    long apart = clock.instant().getEpochSecond() - tip.closeTime();
    if (!looked) {
      ok("clock", "not compared, as kale.rpc.max-clock-lag is 0");
    } else if (Math.abs(apart) <= GOOD_CLOCK.toSeconds()) {
      ok("clock", apart + " s after the newest ledger");
    } else {
      wrong(
          "clock",
          "it is "
              + Math.abs(apart)
              + " s "
              + (apart > 0 ? "after" : "before")
              + " the newest ledger: set it by NTP, or take a node that does not lag; where the"
              + " network has a time of its own, as a sandbox has, set kale.rpc.max-clock-lag=0s");
    }
  }

  /** Whether the pooler's wallet is there and can be paid. */
  public void wallet(Chain chain, Address wallet) {
    Holdings holdings;
    try {
      holdings = chain.holdings(List.of(wallet)).get(wallet);
    } catch (RpcException e) {
      warn("account", "it cannot be read: " + e.getMessage());
      return;
    }
    if (holdings == null) {
      warn("account", wallet + " does not exist: send it 5 XLM, or farmers cannot be paid out");
      return;
    }
    if (holdings.spendable().compareTo(LITTLE) < 0) {
      warn("account", wallet + " has only " + holdings.spendable() + " XLM to spend: send it 5");
    } else {
      ok("account", wallet + " has " + holdings.spendable() + " XLM to spend");
    }
    if (!holdings.hasTrustline()) {
      warn("trustline", "it takes no KALE: add the trustline, or farmers cannot be paid out");
    } else if (!holdings.authorized()) {
      warn("trustline", "the issuer does not let it pay or be paid");
    } else {
      ok("trustline", "it takes KALE, and has " + holdings.kale());
    }
  }

  /** Whether the wallet can pay for the channels that so many farmers want. */
  public void channels(
      Chain chain, Address wallet, List<Address> accounts, MachineSettings settings, long farmers) {
    int wanted = Channels.wanted((int) Math.min(farmers, MANY), settings);
    List<Address> all = new ArrayList<>(accounts);
    all.add(wallet);
    try {
      Map<Address, Holdings> held = chain.holdings(all);
      ChannelDecision decision =
          Channels.planner(wallet, accounts, settings, chain.terms())
              .decide(held, Set.of(), wanted, false);
      long there = accounts.stream().filter(held::containsKey).count();
      String text =
          there
              + " of "
              + wanted
              + " are there for "
              + farmers
              + " farmers; "
              + wanted
              + " carry "
              + (long) wanted * settings.farmersPerChannel()
              + ", and "
              + settings.maxChannels()
              + ", the most, "
              + (long) settings.maxChannels() * settings.farmersPerChannel()
              + "; first of them "
              + accounts.getFirst();
      if (decision.missing().isPositive()) {
        warn(
            "channels",
            text + "; the wallet lacks " + decision.missing() + " XLM for them: send it that");
      } else {
        ok("channels", text + "; the wallet gives them " + decision.spent() + " XLM more");
      }
    } catch (RpcException e) {
      warn("channels", "they cannot be read: " + e.getMessage());
    }
  }

  /** The backend sends the works. */
  public void noChannels() {
    ok("channels", "none: the backend sends the works, and the farmers pay for them");
  }

  /**
   * What was hashed, and how many farmers that is enough for.
   *
   * @param me as the backend knows the pooler, null if it was not to be asked
   */
  public void hashing(HashTrial.Result trial, @Nullable Me me) {
    ok(
        "hash rate",
        MachineScreen.rate(trial.hashesPerSecond())
            + " with "
            + trial.kernel()
            + " on "
            + trial.threads()
            + " threads");
    long farmers =
        StandaloneEngine.farmers(
            trial.hashesPerSecond(), Duration.ofSeconds(GameRules.BLOCK_INTERVAL_SECONDS));
    if (farmers > 0) {
      ok(
          "farmers",
          "this machine can find a first hash for "
              + farmers
              + " farmers in a block"
              + (me == null ? "" : "; the pool lets it have " + me.maxFarmers()));
    } else {
      wrong("farmers", "too slow for a single farmer");
    }
  }

  /** No kernel hashes here. */
  public void noHashing(String why) {
    wrong("hash rate", "nothing hashes: " + why + "; see kale.work.kernel and ./pool bench");
  }
}
