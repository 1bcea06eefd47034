package org.kalepool.cli.contract;

import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.stellar.FeeSettings;

/**
 * The fees that are set with another limit, since code costs more than any farming; each
 * transaction is paid by its source.
 *
 * @param maxResource stroops
 */
public record DeploymentFees(FeeSettings set, long maxResource) implements FeeSettings {
  @Override
  public long minInclusion() {
    return set.minInclusion();
  }

  @Override
  public long maxInclusion() {
    return set.maxInclusion();
  }

  @Override
  public long stroopsPerKale() {
    return set.stroopsPerKale();
  }

  @Override
  public long maxLife() {
    return set.maxLife();
  }

  @Override
  public Optional<Address> bumpAccount() {
    return Optional.empty();
  }
}
