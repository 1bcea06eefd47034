package org.kalepool.pooler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.kalepool.kale.Address;

/**
 * A pooler.
 *
 * @param wallet where the pooler's share goes, and what pays a compensation beyond it
 * @param shareBasisPoints the pooler's part of the rewards, 0 to 10 000, in the terms of who
 *     registers now; each farmer has its own ({@link FarmerTerms})
 * @param maxFarmers how many farmers may be with it at once
 */
@RegisterForReflection
public record Pooler(
    UUID id, String name, Address wallet, int shareBasisPoints, int maxFarmers, boolean active) {
  /** The same with another account in the place of its wallet. */
  public Pooler with(Address account) {
    return new Pooler(id, name, account, shareBasisPoints, maxFarmers, active);
  }
}
