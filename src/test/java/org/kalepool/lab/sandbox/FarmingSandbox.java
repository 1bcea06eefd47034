package org.kalepool.lab.sandbox;

import java.math.BigInteger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.stellar.sdk.KeyPair;

/** A stepped sandbox over HTTP with farmers, for whom whoever holds it can plant and work. */
public final class FarmingSandbox implements AutoCloseable {
  private final SteppedSandbox stepped;

  public FarmingSandbox(int farmers) {
    SandboxConfigBuilder config = SandboxConfig.stepped().with();
    for (int i = 0; i < farmers; i++) {
      config.account(farmer(i), SteppedSandbox.xlm(1_000), SteppedSandbox.kale(1_000));
    }
    stepped = new SteppedSandbox(config.build());
  }

  private static KeyPair key(int number) {
    return SteppedSandbox.key("farmer " + number);
  }

  public static Address farmer(int number) {
    return SteppedSandbox.address(key(number));
  }

  /** The secret (S…) of a farmer's account. */
  public static String secret(int number) {
    return String.valueOf(key(number).getSecretSeed());
  }

  public Sandbox sandbox() {
    return stepped.sandbox;
  }

  /** Sends a plant, for the next ledger. */
  public void plant(int farmer, long stroops) {
    sent(
        stepped.prepared(
            key(farmer), stepped.maker.plant(farmer(farmer), BigInteger.valueOf(stroops))));
  }

  /** Sends a work, for the next ledger. */
  public void work(int farmer, Hash hash, long nonce) {
    sent(stepped.prepared(key(farmer), stepped.maker.work(farmer(farmer), hash, nonce)));
  }

  /** Sends a harvest, for the next ledger. */
  public void harvest(int farmer, long block) {
    sent(stepped.prepared(key(farmer), stepped.maker.harvest(farmer(farmer), block)));
  }

  private void sent(String envelope) {
    String status = stepped.send(envelope).path("status").asText();
    if (!status.equals("PENDING")) {
      throw new AssertionError(status);
    }
  }

  @Override
  public void close() {
    stepped.close();
  }
}
