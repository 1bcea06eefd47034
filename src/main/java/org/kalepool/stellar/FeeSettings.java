package org.kalepool.stellar;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.kale.Address;
import org.kalepool.settings.AddressOf;

/** What is paid for transactions, stroops. */
@ConfigMapping(prefix = "kale.fee")
public interface FeeSettings {
  /** The lowest inclusion fee bid for an operation. */
  @WithDefault("100")
  @Min(value = 100, message = "must be at least {value} stroops")
  long minInclusion();

  /** The highest, at least the lowest. */
  @WithDefault("200000")
  @Min(100)
  long maxInclusion();

  /**
   * What a lost KALE, of stake or expected reward, may cost in a bid; together with the highest
   * inclusion fee the limit of what is bid for a plant or a work.
   */
  @WithDefault("100000")
  @Range(min = 1, max = 1_000_000_000, message = "must be between {min} and {max} stroops")
  long stroopsPerKale();

  /** The highest resource fee that is signed, room included. */
  @WithDefault("2000000")
  @Range(min = 1, max = 2_000_000_000, message = "must be between {min} and {max} stroops")
  long maxResource();

  /** The same for a transaction that keeps contracts alive, whose rent is of weeks. */
  @WithDefault("100000000")
  @Range(min = 1, max = 2_000_000_000, message = "must be between {min} and {max} stroops")
  long maxLife();

  /** An account whose key the pool holds and that pays the fees of all transactions. */
  Optional<@AddressOf('G') Address> bumpAccount();
}
