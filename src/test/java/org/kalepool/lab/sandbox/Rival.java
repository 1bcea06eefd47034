package org.kalepool.lab.sandbox;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.stellar.sdk.KeyPair;

/**
 * Another farmer, who does the same in every block: plants when it has opened, works ten ledgers
 * later with one zero and thirty ledgers later with four. So every block has limits that make
 * insurance worth its while, and the same ones in every run.
 */
public final class Rival {
  private static final BigInteger STAKE = BigInteger.valueOf(100_0000000L);
  private static final int EARLY = 10;
  private static final int LATE = 30;

  private final Sandbox sandbox;
  private final SteppedSandbox network;
  private final KeyPair key = SteppedSandbox.key("rival");
  private final Address address = SteppedSandbox.address(key);

  /** Gives it all that it needs. */
  public Rival(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.network = new SteppedSandbox(sandbox);
    sandbox.fund(address, Xlm.parse("1000"));
    sandbox.giveKale(address, Kale.parse("1000"));
  }

  /** To be called after each ledger. */
  public void ledgerClosed() {
    Farm farm = sandbox.farm();
    Pail pail = sandbox.pail(address, farm.index()).orElse(null);
    if (pail == null) {
      if (sandbox.now() - farm.observed().timestamp() < 240) {
        send(network.prepared(key, network.maker.plant(address, STAKE)));
      }
      return;
    }
    long gap = sandbox.ledger() - pail.sequence();
    Long zeros = pail.zeros();
    if (zeros == null && gap >= EARLY) {
      work(farm.index(), 1);
    } else if (zeros != null && zeros == 1 && gap >= LATE) {
      work(farm.index(), 4);
    }
  }

  private void work(long index, int zeros) {
    Block block = sandbox.block(index).orElseThrow();
    long nonce = 0;
    Hash hash = WorkHash.of(index, nonce, block.entropy(), address);
    while (hash.zeros() != zeros) {
      nonce++;
      hash = WorkHash.of(index, nonce, block.entropy(), address);
    }
    send(network.prepared(key, network.maker.work(address, hash, nonce)));
  }

  private void send(String envelope) {
    String status = network.send(envelope).path("status").asText();
    if (!status.equals("PENDING")) {
      throw new AssertionError("the rival's transaction: " + status);
    }
  }

  /** KALE in claimable balances that an account can claim, in stroops. */
  public static long claimable(Sandbox sandbox, Address account) {
    List<Long> amounts = new ArrayList<>();
    sandbox.locked(
        () -> {
          for (StoredEntry entry : sandbox.network().store().all().values()) {
            if (entry.data() instanceof Data.Claimable balance
                && balance.asset() != null
                && balance.claimants().stream().anyMatch(it -> it.account().equals(account))) {
              amounts.add(balance.amount());
            }
          }
          return amounts;
        });
    return amounts.stream().mapToLong(it -> it).sum();
  }
}
