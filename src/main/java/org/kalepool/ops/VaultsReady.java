package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.kalepool.vault.VaultContract;
import org.kalepool.vault.Vaults;

/** Down while vaults are set up and the pool contract is not one by which they can be farmed. */
@io.smallrye.health.api.Wellness
@ApplicationScoped
final class VaultsReady implements HealthCheck {
  private final Vaults vaults;
  private final VaultContract contract;

  VaultsReady(Vaults vaults, VaultContract contract) {
    this.vaults = vaults;
    this.contract = contract;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> trouble = contract.trouble();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("vaults")
            .status(trouble.isEmpty())
            .withData("offered", vaults.offered());
    trouble.ifPresent(what -> answer.withData("trouble", what));
    return answer.build();
  }
}
