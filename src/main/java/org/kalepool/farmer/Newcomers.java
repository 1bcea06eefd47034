package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * How many may register without paying: so many from one address, and so many in all. When there
 * are too many in all, the oldest of the address that has most lapses before its time; that costs
 * nobody anything, as whatever is paid brings it back. Every method joins the caller's database
 * transaction.
 */
@Singleton
final class Newcomers {
  private final RegistrationRepository registrations;
  private final FarmerRepository farmers;
  private final Clock clock;
  private final Lapsed lapsed;
  private final Duration life;
  private final int perClient;
  private final int most;

  /**
   * @param life {@code kale.farmer.registration-life}: how long a registration waits for its XLM
   * @param perClient {@code kale.farmer.registrations-per-address}: how many from one address in
   *     that time, without those that were paid for and are here; 0 sets no bound
   * @param most {@code kale.farmer.max-registrations}: how many may wait at a time; 0 sets no bound
   */
  Newcomers(
      RegistrationRepository registrations,
      FarmerRepository farmers,
      Clock clock,
      Lapsed lapsed,
      @ConfigProperty(name = "kale.farmer.registration-life", defaultValue = "2h") Duration life,
      @ConfigProperty(name = "kale.farmer.registrations-per-address", defaultValue = "20")
          int perClient,
      @ConfigProperty(name = "kale.farmer.max-registrations", defaultValue = "1000") int most) {
    if (!life.isPositive()) {
      throw new IllegalStateException("kale.farmer.registration-life must be positive, such as 2h");
    }
    if (perClient < 0 || most < 0) {
      throw new IllegalStateException(
          "kale.farmer.registrations-per-address and kale.farmer.max-registrations must not be"
              + " negative; 0 sets no bound");
    }
    this.registrations = registrations;
    this.farmers = farmers;
    this.clock = clock;
    this.lapsed = lapsed;
    this.life = life;
    this.perClient = perClient;
    this.most = most;
  }

  /** When a registration of that time lapses. */
  Instant lapses(Instant since) {
    return since.plus(life);
  }

  /**
   * @param client the address a registration comes from, as the rate limit sees it
   * @throws ProblemException if too many came from there
   */
  void check(String client) {
    if (perClient == 0) {
      return;
    }
    RegistrationRepository.Made made = registrations.made(client, clock.instant().minus(life));
    Instant oldest = made.oldest();
    if (made.count() >= perClient && oldest != null) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REGISTRATIONS,
          "At most %d registrations from one address may wait for their XLM; pay for some of them,"
                  .formatted(perClient)
              + " or come back later.",
          List.of(),
          (int) Duration.between(clock.instant(), lapses(oldest)).toSeconds() + 1);
    }
  }

  /** Notes a registration, or that a lapsed one has come back, and makes room for it. */
  void add(UUID farmer, String client) {
    registrations.add(farmer, client, clock.instant());
    if (most > 0) {
      evictFor(farmer);
    }
  }

  private void evictFor(UUID newest) {
    for (long over = farmers.waiting() - most; over > 0; over--) {
      // whoever is being looked at is passed over: nobody waits for anybody here
      Optional<UUID> oldest = farmers.oldestOfBusiest(newest);
      if (oldest.isEmpty() || !lapsed.lapse(oldest.get())) {
        return;
      }
    }
  }

  /** Forgets where registrations came from whose life is over. */
  void forget() {
    registrations.forget(clock.instant().minus(life));
  }
}
