package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Destination;

/** Which farmers are paid out to a wallet: mostly one, and those that have left beside it. */
@Singleton
public final class WalletFarmers {
  private final FarmerRepository repository;

  WalletFarmers(FarmerRepository repository) {
    this.repository = repository;
  }

  /** One of them. */
  @RegisterForReflection
  public record PaidOut(UUID id, FarmerState state) {}

  /**
   * Those with exactly this payout wallet, number or memo included. First who is here before who
   * has left, who has proved that the wallet is its own, who has paid, and the newest.
   */
  @ActivateRequestContext
  public List<PaidOut> of(Destination wallet) {
    return repository.paidOutTo(wallet);
  }
}
