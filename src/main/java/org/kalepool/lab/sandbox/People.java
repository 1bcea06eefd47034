package org.kalepool.lab.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.rpc.Simulator;
import org.kalepool.lab.sandbox.transaction.Network;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.SCVal;

/**
 * People with wallets of their own, by name. What one does is a transaction like anybody's, one at
 * a time; it is seen in a ledger that closes afterwards, or never.
 */
final class People {
  private static final long FEE = 1_000;
  private static final Xlm LUMENS = Xlm.ofStroops(1_000_0000000L);
  private static final Kale KALE = Kale.ofStroops(100_000_0000000L);

  private final Network network;
  private final OwnerActions accounts;
  private final OwnSender sender;
  private final TxMaker maker;
  private final SandboxConfig config;
  private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

  People(Network network, OwnerActions accounts, Simulator simulator, SandboxConfig config) {
    this.network = network;
    this.accounts = accounts;
    this.maker = new TxMaker(config);
    this.sender = new OwnSender(network, simulator, maker);
    this.config = config;
  }

  private KeyPair key(String name) {
    return keys.computeIfAbsent(name, this::made);
  }

  private KeyPair made(String name) {
    String seed = "kale-pool sandbox person " + config.seed() + " " + name;
    return KeyPair.fromSecretSeed(Sha256.of(seed.getBytes(StandardCharsets.UTF_8)));
  }

  Address address(String name) {
    return Address.account(key(name).getPublicKey());
  }

  /** One who has XLM, and KALE enough for whatever is played here. */
  Address open(String name) {
    Address account = address(name);
    if (network.store().account(account) == null) {
      accounts.fund(account, LUMENS);
      accounts.giveKale(account, KALE);
    }
    return account;
  }

  /**
   * @return whether it was sent: it would not fail, and nothing of this one is on its way
   */
  private boolean send(String name, InvokeHostFunctionOperation operation) {
    Address account = open(name);
    return !network.hasPending(account) && sender.send(key(name), FEE, operation);
  }

  boolean pay(String name, Address to, Kale amount) {
    return send(
        name,
        maker.call(
            config.farm().asset(),
            "transfer",
            TxMaker.scval(address(name)),
            TxMaker.scval(to),
            Scv.toInt128(BigInteger.valueOf(amount.stroops()))));
  }

  /** Into a vault that is theirs: all of it may be planted. */
  boolean deposit(String name, Address vault, Kale amount) {
    SCVal stroops = Scv.toInt128(BigInteger.valueOf(amount.stroops()));
    return send(name, maker.call(vault, "deposit", TxMaker.scval(address(name)), stroops, stroops));
  }

  boolean floor(String name, Address vault, Kale floor) {
    return send(
        name, maker.call(vault, "set_floor", Scv.toInt128(BigInteger.valueOf(floor.stroops()))));
  }

  boolean stop(String name, Address vault) {
    return send(name, maker.call(vault, "stop", TxMaker.scval(address(name))));
  }

  boolean withdraw(String name, Address vault, Address to, Kale most) {
    return send(
        name,
        maker.call(
            vault,
            "withdraw",
            TxMaker.scval(to),
            Scv.toInt128(BigInteger.valueOf(most.stroops()))));
  }
}
