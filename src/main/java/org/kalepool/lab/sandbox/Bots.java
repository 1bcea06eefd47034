package org.kalepool.lab.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.rpc.Simulator;
import org.kalepool.lab.sandbox.transaction.Network;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;

/**
 * Other farmers: they plant, work with real hashes and harvest by real transactions, and open the
 * next block some ledgers after it is due. What one does follows from the chain, the seed and the
 * block alone, so that a restart changes nothing.
 */
final class Bots {
  private static final long FEE = 200;
  private static final long LAST_PLANT_SECONDS = 240;
  private static final int BLOCKS_BACK = 3;
  private static final Xlm LUMENS = Xlm.ofStroops(10_000_0000000L);
  private static final Xlm LOW = Xlm.ofStroops(100_0000000L);

  private record Bot(KeyPair key, Address address, int number) {}

  /** What a bot means to do in one block; times in seconds after its opening. */
  private record Plan(long plantAt, long workAt, long openAt, int stakePercent) {}

  private final Network network;
  private final OwnerActions accounts;
  private final OwnSender sender;
  private final TxMaker maker;
  private final SandboxConfig config;
  private final List<Bot> bots = new ArrayList<>();

  Bots(Network network, OwnerActions accounts, Simulator simulator, SandboxConfig config) {
    this.network = network;
    this.accounts = accounts;
    this.maker = new TxMaker(config);
    this.sender = new OwnSender(network, simulator, maker);
    this.config = config;
    for (int i = 0; i < config.bots(); i++) {
      String name = "kale-pool sandbox bot " + config.seed() + " " + i;
      KeyPair key = KeyPair.fromSecretSeed(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
      bots.add(new Bot(key, Address.account(key.getPublicKey()), i));
    }
  }

  List<Address> addresses() {
    return bots.stream().map(Bot::address).toList();
  }

  /** Gives those their accounts that have none yet. */
  void open() {
    for (Bot bot : bots) {
      if (network.store().account(bot.address) == null) {
        accounts.fund(bot.address, LUMENS);
        long kale = 100L + random(bot, -1).nextInt(2_000);
        accounts.giveKale(bot.address, Kale.ofStroops(kale * 10_000_000));
      }
    }
  }

  void ledgerClosed() {
    bots.stream().filter(bot -> !network.hasPending(bot.address)).forEach(this::act);
  }

  private void act(Bot bot) {
    Data.Account account = network.store().account(bot.address);
    if (account == null || account.balance() < LOW.stroops()) {
      accounts.fund(bot.address, LUMENS);
    }
    Farm farm = accounts.farm();
    long age = network.latest().closeTime() - farm.observed().timestamp();
    Plan plan = plan(bot, farm.index());
    Pail pail = pail(bot, farm.index());
    boolean due = age >= GameRules.BLOCK_INTERVAL_SECONDS;
    if (farm.paused()) {
      return;
    }
    if (due && age >= plan.openAt) {
      send(bot, maker.plant(bot.address, stake(bot, plan)));
    } else if (pail == null && !due && age >= plan.plantAt && age < LAST_PLANT_SECONDS) {
      send(bot, maker.plant(bot.address, stake(bot, plan)));
    } else if (pail != null && !pail.worked() && age >= plan.workAt) {
      work(bot, farm.index());
    } else {
      harvest(bot, farm.index());
    }
  }

  private Plan plan(Bot bot, long index) {
    Random random = random(bot, index);
    int ledger = config.ledgerSeconds();
    return new Plan(
        random.nextInt(6) * (long) ledger,
        200 + random.nextInt(80),
        GameRules.BLOCK_INTERVAL_SECONDS + (2L + random.nextInt(6)) * ledger,
        random.nextInt(4) * 10);
  }

  private Random random(Bot bot, long index) {
    return new Random(config.seed() * 1_000_003 + bot.number * 7_919L + index * 104_729);
  }

  private BigInteger stake(Bot bot, Plan plan) {
    Data.Trust trust = network.store().trust(bot.address, network.rules().contracts().kale());
    return BigInteger.valueOf(trust == null ? 0 : trust.balance() / 100 * plan.stakePercent);
  }

  private @Nullable Pail pail(Bot bot, long index) {
    StoredEntry entry =
        network.store().get(new Key.PailOf(config.farmContract(), bot.address, index));
    return entry != null && entry.data() instanceof Data.PailData(Pail pail) ? pail : null;
  }

  private void work(Bot bot, long index) {
    StoredEntry entry = network.store().get(new Key.BlockAt(config.farmContract(), index));
    if (entry == null || !(entry.data() instanceof Data.BlockData(Block block))) {
      return;
    }
    // the strongest has 64 times the hashes of the weakest
    int budget = 64 << bot.number % 7;
    BotSearch.Found found =
        BotSearch.best(index, block.entropy(), bot.address, random(bot, index).nextLong(), budget);
    send(bot, maker.work(bot.address, found.hash(), found.nonce()));
  }

  private void harvest(Bot bot, long index) {
    for (long past = Math.max(0, index - BLOCKS_BACK); past < index; past++) {
      Pail pail = pail(bot, past);
      if (pail != null
          && pail.worked()
          && network.store().get(new Key.BlockAt(config.farmContract(), past)) != null) {
        send(bot, maker.harvest(bot.address, past));
        return;
      }
    }
  }

  private void send(Bot bot, InvokeHostFunctionOperation operation) {
    sender.send(bot.key, FEE, operation);
  }
}
