package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * How often a day farmers may change their minds: each change is a row that stays for good. To ask
 * to leave is not bounded, only to stay after all.
 */
@Singleton
public final class FarmerChanges {
  private static final Duration DAY = Duration.ofDays(1);

  private final FarmerSettingRepository made;
  private final Clock clock;
  private final int most;

  FarmerChanges(FarmerSettingRepository made, Clock clock, OnboardingSettings settings) {
    this.made = made;
    this.clock = clock;
    this.most = settings.changesPerDay();
  }

  /**
   * To be called before a change is written down, under the farmer's lock.
   *
   * @param by whose wish it is; operators are not bound
   * @throws ProblemException if the farmer has made as many today as it may
   */
  public void check(UUID farmer, String by) {
    if (most == 0 || !by.equals(Caller.FARMER)) {
      return;
    }
    FarmerSettingRepository.Made changes = made.changes(farmer, clock.instant().minus(DAY));
    Instant oldest = changes.oldest();
    if (changes.count() >= most && oldest != null) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_CHANGES,
          "Settings and poolers can be changed, and exits withdrawn, %d times in 24 hours."
              .formatted(most),
          List.of(),
          (int) Duration.between(clock.instant(), oldest.plus(DAY)).toSeconds() + 1);
    }
  }
}
