package org.kalepool.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.settings.AddressOf;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** Whether and how farmers can keep their KALE in a vault of their own. */
@ConfigMapping(prefix = "kale.vault")
public interface VaultSettings {
  /** The pool contract that makes vaults and plants from them; without it there are none. */
  Optional<@AddressOf('C') Address> contractId();

  /** KALE that has to lie at a vault's address before the pool makes the vault. */
  @WithDefault("10")
  @NotNegative
  Kale leastDeposit();

  /**
   * Vaults that the pool makes within 24 hours at most; whoever pays into more of them waits. Each
   * costs it about 0.11 XLM, whatever comes of it.
   */
  @WithDefault("1000")
  @Range(min = 1, max = 1_000_000, message = "must be between {min} and {max}")
  int makingsPerDay();

  /** KALE of the pool contract's bond that is reserved for each vault that is made. */
  @WithDefault("0")
  @NotNegative
  Kale cover();

  /** The least between two settlements of a vault, but for the last one. */
  @WithDefault("24h")
  @PositiveTime
  Duration settleEvery();

  /** KALE that a settlement has to bring the pool, less than which is not worth a transaction. */
  @WithDefault("1")
  @NotNegative
  Kale settleLeast();
}
