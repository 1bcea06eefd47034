package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.web.ProblemException;

/** Brings lapsed registrations back when their farmer asks again. */
@Singleton
final class Revivals {
  private final Lapsed lapsed;
  private final RegistrationLimits limits;

  Revivals(Lapsed lapsed, RegistrationLimits limits) {
    this.lapsed = lapsed;
    this.limits = limits;
  }

  /**
   * Brings a lapsed registration back to life, which counts as a new one. Does nothing if there is
   * none. In the caller's database transaction, if there is one.
   *
   * @param client the address it comes from, as the rate limit sees it
   * @throws ProblemException if too many wait; nothing was changed then
   */
  void revive(UUID farmer, String client) {
    QuarkusTransaction.joiningExisting()
        .run(
            () -> {
              if (lapsed.revive(farmer)) {
                limits.check(client);
                limits.add(farmer, client);
              }
            });
  }
}
