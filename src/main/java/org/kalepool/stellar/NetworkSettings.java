package org.kalepool.stellar;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/**
 * Which network and which game this pool plays: {@code kale.network.passphrase}, {@code
 * kale.contract.id}, {@code kale.asset} (CODE:ISSUER) and, where it is not the one that follows
 * from asset and passphrase, {@code kale.asset.contract}. Wrong values stop the start; missing ones
 * only make the network unreachable.
 */
@ApplicationScoped
public class NetworkSettings {
  private static final Pattern CODE = Pattern.compile("[a-zA-Z0-9]{1,12}");

  private final @Nullable KaleNetwork network;
  private final String missing;

  NetworkSettings(
      @ConfigProperty(name = "kale.network.passphrase") Optional<String> passphrase,
      @ConfigProperty(name = "kale.contract.id") Optional<String> contract,
      @ConfigProperty(name = "kale.asset") Optional<String> asset,
      @ConfigProperty(name = "kale.asset.contract") Optional<String> assetContract) {
    Optional<Address> kale = contract.map(id -> contract("kale.contract.id", id));
    Optional<Address> override = assetContract.map(id -> contract("kale.asset.contract", id));
    Optional<String[]> parts = asset.map(NetworkSettings::asset);
    if (passphrase.isPresent() && kale.isPresent() && parts.isPresent()) {
      String code = parts.get()[0];
      Address issuer = address("kale.asset", parts.get()[1]);
      Address issued = override.orElseGet(() -> Assets.contractOf(passphrase.get(), code, issuer));
      this.network = new KaleNetwork(passphrase.get(), kale.get(), code, issuer, issued);
      this.missing = "";
    } else {
      this.network = null;
      this.missing =
          passphrase.isEmpty()
              ? "kale.network.passphrase"
              : kale.isEmpty() ? "kale.contract.id" : "kale.asset";
    }
  }

  /** Makes the container create this bean, and with it check the settings, at start. */
  void check(@Observes StartupEvent event) {}

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

  private static String[] asset(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2 || !CODE.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("kale.asset must be CODE:ISSUER, not " + text);
    }
    if (!address("kale.asset", parts[1]).isAccount()) {
      throw new IllegalArgumentException("kale.asset: the issuer must be an account (G…)");
    }
    return parts;
  }

  private static Address contract(String setting, String text) {
    Address address = address(setting, text);
    if (!address.isContract()) {
      throw new IllegalArgumentException(setting + " must be a contract (C…): " + text);
    }
    return address;
  }

  private static Address address(String setting, String text) {
    try {
      return Address.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }
}
