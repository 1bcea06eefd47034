package org.kalepool.stellar;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.settings.AddressOf;

/** The contract by which custodial farmers are paid out (docs/adr/0016). */
@ConfigMapping(prefix = "kale.split")
public interface SplitSettings {
  /** The contract; without one payouts are classic transactions, and payout wallets accounts. */
  Optional<@AddressOf('C') Address> contractId();
}
