package org.kalepool.price;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Tells the price. It is never down: without a price everything farms, as if nobody asked. */
@Wellness
@ApplicationScoped
final class PriceSeen implements HealthCheck {
  private final PriceStanding prices;

  PriceSeen(PriceStanding prices) {
    this.prices = prices;
  }

  @Override
  public HealthCheckResponse call() {
    PriceStanding.View standing = prices.view();
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("price").up();
    answer.withData("source", standing.source() == null ? "none" : standing.source());
    if (standing.quote() != null) {
      answer.withData("xlmPerKale", standing.quote().price().toString());
    }
    if (standing.lastSeen() != null) {
      answer.withData("seenAt", standing.lastSeen().toString());
    }
    if (standing.trouble() != null) {
      answer.withData("trouble", standing.trouble());
    }
    return answer.build();
  }
}
