package org.kalepool.stellar.rpc;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.xdr.Assets;

/**
 * The network and the game of {@link NetworkSettings}. What is missing there does not stop the
 * start, and only makes the network unreachable.
 */
@ApplicationScoped
public class ConfiguredNetwork {
  private final @Nullable KaleNetwork network;
  private final String missing;

  public ConfiguredNetwork(NetworkSettings settings) {
    Optional<String> passphrase = settings.passphrase();
    Optional<Address> contract = settings.contract();
    Optional<NetworkSettings.Asset> asset = settings.asset();
    if (passphrase.isPresent() && contract.isPresent() && asset.isPresent()) {
      String code = asset.get().code();
      Address issuer = asset.get().issuer();
      Address issued =
          settings
              .assetContract()
              .orElseGet(() -> Assets.contractOf(passphrase.get(), code, issuer));
      this.network = new KaleNetwork(passphrase.get(), contract.get(), code, issuer, issued);
      this.missing = "";
    } else {
      this.network = null;
      this.missing =
          passphrase.isEmpty()
              ? "kale.network.passphrase"
              : contract.isEmpty() ? "kale.contract.id" : "kale.asset";
    }
  }

  /**
   * The configured network.
   *
   * @throws RpcException if a setting is missing, naming it
   */
  public KaleNetwork network() {
    if (network == null) {
      throw new RpcException("no network: " + missing + " is not set");
    }
    return network;
  }

  /** Whether every setting that is needed is there. */
  public boolean complete() {
    return network != null;
  }
}
