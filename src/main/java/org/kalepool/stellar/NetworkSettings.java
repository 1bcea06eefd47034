package org.kalepool.stellar;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.kalepool.kale.Address;
import org.kalepool.settings.AddressOf;

/** Which network, and which game on it, the pool plays. */
@ConfigMapping(prefix = "kale")
public interface NetworkSettings {
  /** The network's passphrase. */
  @WithName("network.passphrase")
  Optional<String> passphrase();

  /** True: the embedded network, also with a database or keys from outside; false: never. */
  @WithName("network.embedded")
  Optional<Boolean> embedded();

  /** The ledger the pool last looked at, when no node remembers what came after it. */
  @WithName("network.go-on-after")
  Optional<@PositiveOrZero Long> goOnAfter();

  /** The KALE contract. */
  @WithName("contract.id")
  Optional<@AddressOf('C') Address> contract();

  /** The asset that it is paid in. */
  @WithConverter(Asset.Reader.class)
  Optional<Asset> asset();

  /** The asset's contract, where it is not the one that follows from asset and passphrase. */
  @WithName("asset.contract")
  Optional<@AddressOf('C') Address> assetContract();

  /** Whether everybody can reach the network, so that what is set is meant in earnest. */
  static boolean isPublic(NetworkSettings settings) {
    return settings.passphrase().filter(PublicNetworks::contains).isPresent();
  }

  /** An asset by its code and the account that issues it. */
  record Asset(String code, Address issuer) {
    private static final Pattern TEXT = Pattern.compile("([a-zA-Z0-9]{1,12}):(.+)");

    /** Reads {@code CODE:ISSUER}. */
    public static final class Reader implements Converter<Asset> {
      @Override
      public Asset convert(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
          throw new IllegalArgumentException("must be CODE:ISSUER");
        }
        Address issuer;
        try {
          issuer = Address.of(parts.group(2));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("must be CODE:ISSUER: " + e.getMessage(), e);
        }
        if (!issuer.isAccount()) {
          throw new IllegalArgumentException("must be CODE:ISSUER, the issuer an account (G…)");
        }
        return new Asset(parts.group(1), issuer);
      }
    }
  }
}
