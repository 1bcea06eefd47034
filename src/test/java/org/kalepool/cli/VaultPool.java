package org.kalepool.cli;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.xdr.Creations;
import org.stellar.sdk.KeyPair;

/** The whole pool with contracts of its own, on a stepped sandbox that runs their wasm. */
public final class VaultPool implements QuarkusTestProfile {
  private static final KeyPair WALLET = KeyPair.fromSecretSeed(Sha256.of("the pooler's wallet"));

  /** With which the pooler's wallet makes the pool contract. */
  static final Hash SALT = Hash.of(Sha256.of("a pool contract"));

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(WholePoolNode.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(new WholePool().getConfigOverrides());
    settings.remove("kale.pooler.generate-wallet");
    char[] secret = WALLET.getSecretSeed();
    settings.put("kale.pooler.secret", new String(secret));
    Arrays.fill(secret, ' ');
    SandboxConfig network = WholePoolNode.NETWORK;
    try (Sandbox another = Sandbox.start(network)) {
      settings.put("kale.batch.contract-id", LabContracts.batch(another).text());
    }
    settings.put("kale.vault.contract-id", contract(network).text());
    return settings;
  }

  /** Where the pool contract will be. */
  static Address contract(SandboxConfig network) {
    return Creations.address(
        new KaleNetwork(
            network.passphrase(),
            network.farmContract(),
            "KALE",
            network.issuer(),
            network.farm().asset()),
        Address.of(WALLET.getAccountId()),
        SALT);
  }
}
