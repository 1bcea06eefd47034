package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Audit;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What a farmer can set; a new row is in force from the next block on. */
@Singleton
final class FarmerSettings {
  /** Percent of what can be spent. */
  static final int MOST_STAKE = 100;

  /** Blocks between two harvests. */
  static final int LEAST_INTERVAL = 1;

  static final int MOST_INTERVAL = 250;

  private final FarmerSettingRepository repository;
  private final Clock clock;
  private final StoredFarmers farmers;
  private final Audit audit;
  private final FarmerChanges changes;

  FarmerSettings(
      FarmerSettingRepository repository,
      Clock clock,
      StoredFarmers farmers,
      Audit audit,
      FarmerChanges changes) {
    this.changes = changes;
    this.repository = repository;
    this.clock = clock;
    this.farmers = farmers;
    this.audit = audit;
  }

  /** What somebody has set, in the caller's database transaction. */
  void add(UUID farmer, int stake, int interval, FarmWhen when, String by) {
    repository.persist(new FarmerSettingEntity(farmer, stake, interval, when, by, clock.instant()));
  }

  /**
   * Changes what is present in the request.
   *
   * @throws ProblemException if it is refused; nothing was changed then
   */
  void change(UUID id, SettingsRequest request, String by) {
    QuarkusTransaction.requiringNew().run(() -> apply(id, request, by));
  }

  private void apply(UUID id, SettingsRequest request, String by) {
    // The lock makes two changes at once take both fields' newest values.
    farmers.lock(id);
    Farmer farmer =
        farmers
            .find(id)
            .orElseThrow(
                () ->
                    new ProblemException(ProblemKind.REGISTRATION_LAPSED, "No XLM came in time."));
    if (farmer.state() == FarmerState.DEPARTED) {
      throw new ProblemException(ProblemKind.FARMER_DEPARTED, "There is nothing left to be set.");
    }
    int newStake = otherwise(request.stakePercentage(), farmer.stakePercentage());
    int newInterval = otherwise(request.harvestInterval(), farmer.harvestInterval());
    FarmWhen when = repository.farmWhen(id);
    FarmWhen newWhen = request.farmWhen() == null ? when : FarmWhen.of(request.farmWhen());
    if (newStake != farmer.stakePercentage()
        || newInterval != farmer.harvestInterval()
        || newWhen != when) {
      changes.check(id, by);
      add(id, newStake, newInterval, newWhen, by);
    }
    audit.noteIfOperators(
        by,
        new Audit.Command(
            "change-settings",
            id.toString(),
            "stake_percentage %d, harvest_interval %d, farm_when %s"
                .formatted(newStake, newInterval, newWhen.text())));
  }

  private static int otherwise(@Nullable Integer asked, int now) {
    return asked == null ? now : asked;
  }
}
