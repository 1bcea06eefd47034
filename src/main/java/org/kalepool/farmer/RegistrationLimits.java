package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * How many may register without paying: so many from one address, and so many in all. When there
 * are too many in all, the oldest of the address that has most lapses before its time; that costs
 * nobody anything, as whatever is paid brings it back. Every method joins the caller's database
 * transaction.
 */
@Singleton
final class RegistrationLimits {
  private final RegistrationRepository registrations;
  private final FarmerRepository farmers;
  private final Clock clock;
  private final Lapsed lapsed;
  private final Duration life;
  private final int perClient;
  private final int most;

  RegistrationLimits(
      RegistrationRepository registrations,
      FarmerRepository farmers,
      Clock clock,
      Lapsed lapsed,
      OnboardingSettings settings) {
    this.registrations = registrations;
    this.farmers = farmers;
    this.clock = clock;
    this.lapsed = lapsed;
    this.life = settings.registrationLife();
    this.perClient = settings.registrationsPerAddress();
    this.most = settings.maxRegistrations();
  }

  /** When a registration of that time lapses. */
  Instant lapses(Instant since) {
    return since.plus(life);
  }

  /** Whether the life of a registration of that time is over. */
  boolean isOver(Instant since) {
    return !clock.instant().isBefore(lapses(since));
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
