package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

  private final FarmerSettingRepository settings;
  private final Clock clock;
  private final int most;

  /**
   * @param most {@code kale.farmer.changes-per-day}: how often; 0 sets no bound
   */
  FarmerChanges(
      FarmerSettingRepository settings,
      Clock clock,
      @ConfigProperty(name = "kale.farmer.changes-per-day", defaultValue = "100") int most) {
    if (most < 0) {
      throw new IllegalStateException(
          "kale.farmer.changes-per-day must not be negative; 0 sets no bound");
    }
    this.settings = settings;
    this.clock = clock;
    this.most = most;
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
    FarmerSettingRepository.Made made = settings.changes(farmer, clock.instant().minus(DAY));
    Instant oldest = made.oldest();
    if (made.count() >= most && oldest != null) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_CHANGES,
          "Settings can be changed, and exits withdrawn, %d times in 24 hours.".formatted(most),
          List.of(),
          (int) Duration.between(clock.instant(), oldest.plus(DAY)).toSeconds() + 1);
    }
  }
}
