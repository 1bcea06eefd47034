package org.kalepool.stellar;

import java.util.Set;

/** The networks that everybody can reach, by their passphrases: what is set there is in earnest. */
public final class PublicNetworks {
  private static final String MAINNET = "Public Global Stellar Network ; September 2015";

  private static final Set<String> PASSPHRASES =
      Set.of(
          MAINNET, "Test SDF Network ; September 2015", "Test SDF Future Network ; October 2022");

  private PublicNetworks() {}

  public static boolean contains(String passphrase) {
    return PASSPHRASES.contains(passphrase.strip());
  }

  /** Whether XLM is worth something there. */
  public static boolean isMainnet(String passphrase) {
    return passphrase.strip().equals(MAINNET);
  }
}
