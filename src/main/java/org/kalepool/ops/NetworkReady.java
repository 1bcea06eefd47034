package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.kalepool.stellar.NetworkStatus;

/** Ready while the RPC node answers, serves the right network and does not lag. */
@Readiness
@ApplicationScoped
final class NetworkReady implements HealthCheck {
  private final NetworkStatus network;

  NetworkReady(NetworkStatus network) {
    this.network = network;
  }

  @Override
  public HealthCheckResponse call() {
    NetworkStatus.View view = network.view();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("network")
            .status(view.ready())
            .withData("reachable", view.reachable())
            .withData("lagging", view.lagging())
            .withData("ledger", view.ledger())
            .withData("ledgerClosedAt", view.closeTime())
            .withData("node", view.node());
    if (view.wrongNetwork() != null) {
      answer.withData("wrongNetwork", view.wrongNetwork());
    }
    if (view.trouble() != null) {
      answer.withData("trouble", view.trouble());
    }
    view.others().forEach((name, state) -> answer.withData("node " + name, state));
    if (view.lastError() != null) {
      answer.withData("lastError", view.lastError());
    }
    return answer.build();
  }
}
