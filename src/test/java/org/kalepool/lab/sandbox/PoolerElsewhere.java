package org.kalepool.lab.sandbox;

import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.stellar.sdk.Asset;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.PaymentOperation;

/**
 * A pooler on a machine of its own: what it does on the network by itself. It works for whom it is
 * told to, and pays from its own wallet, of which nobody else has the key.
 */
public final class PoolerElsewhere {
  private final Sandbox sandbox;
  private final SteppedSandbox network;
  private final KeyPair key;
  private final Address wallet;

  /** Gives its wallet a trustline and what it needs. */
  public PoolerElsewhere(Sandbox sandbox, String name, Kale kale) {
    this.sandbox = sandbox;
    this.network = new SteppedSandbox(sandbox);
    this.key = SteppedSandbox.key(name);
    this.wallet = SteppedSandbox.address(key);
    sandbox.fund(wallet, Xlm.parse("1000"));
    sandbox.giveKale(wallet, kale);
  }

  public Address wallet() {
    return wallet;
  }

  /** Works for a farmer that is planted in the running block, with one zero. */
  public void works(Address farmer) {
    long index = sandbox.farm().index();
    Block block = sandbox.block(index).orElseThrow();
    long nonce = 0;
    Hash hash = WorkHash.of(index, nonce, block.entropy(), farmer);
    while (hash.zeros() != 1) {
      nonce++;
      hash = WorkHash.of(index, nonce, block.entropy(), farmer);
    }
    send(network.prepared(key, network.maker.work(farmer, hash, nonce)));
  }

  /** Pays from its own wallet. */
  public void pays(Address to, Kale amount) {
    Asset kale = Asset.create("KALE:" + sandbox.config().issuer().text());
    send(
        network.classic(
            key, new PaymentOperation.Builder(to.text(), kale, amount.toString()).build()));
  }

  private void send(String envelope) {
    String status = network.send(envelope).path("status").asText();
    if (!status.equals("PENDING")) {
      throw new AssertionError("the machine's transaction: " + status);
    }
  }
}
