package org.kalepool.farmer;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.web.Audit;

/**
 * Registrations that nobody paid for. Of one that lapses no row stays but a short one here, from
 * which it becomes the same farmer again: its address is still known to whoever was to pay. Every
 * method joins the caller's database transaction.
 */
@Singleton
final class Lapsed {
  private final LapsedRepository repository;
  private final FarmerRepository farmers;
  private final FarmerEventRepository events;
  private final FarmerSettingRepository settings;
  private final FarmerTerms terms;
  private final Audit audit;
  private final Event<RegistrationLapses> lapses;
  private final Clock clock;

  Lapsed(
      LapsedRepository repository,
      FarmerRepository farmers,
      FarmerEventRepository events,
      FarmerSettingRepository settings,
      FarmerTerms terms,
      Audit audit,
      Event<RegistrationLapses> lapses,
      Clock clock) {
    this.repository = repository;
    this.farmers = farmers;
    this.events = events;
    this.settings = settings;
    this.terms = terms;
    this.audit = audit;
    this.lapses = lapses;
    this.clock = clock;
  }

  /**
   * A lapsed registration.
   *
   * @param seq its place in the order of registration
   */
  record Place(long seq, UUID id, Address custodial) {}

  /**
   * Lets a registration lapse whose account was never seen on the network.
   *
   * @return false, changing nothing, if there is none
   */
  boolean lapse(UUID id) {
    Optional<FarmerRepository.Unseen> unseen = farmers.lockUnseen(id);
    if (unseen.isEmpty()) {
      return false;
    }
    repository.add(id, unseen.get(), clock.instant());
    // all rows that an unseen farmer can have, those that refer to others first
    lapses.fire(new RegistrationLapses(id));
    events.remove(id);
    settings.remove(id);
    terms.forget(id);
    farmers.remove(id);
    return true;
  }

  /**
   * Makes the same farmer of a lapsed registration again, as if it had registered now. One that had
   * lapsed before a backup that was restored since may have come back after it already, and farmed:
   * it is held back by the restore as all others were.
   *
   * @return false, changing nothing, if there is none
   */
  boolean revive(UUID id) {
    Optional<LapsedRepository.Kept> kept = repository.lock(id);
    if (kept.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    farmers.revive(id, kept.get().custodialAddress(), kept.get().payoutAddress(), now);
    settings.revive(id, now);
    audit.last("restore", kept.get().lapsedAt()).ifPresent(restored -> hold(id, restored));
    repository.remove(id);
    return true;
  }

  private void hold(UUID id, Instant restored) {
    events.persist(
        new FarmerEventEntity(
            id,
            FarmerState.REGISTERED,
            FarmerState.SUSPENDED,
            "restore",
            "back after a restore: what was done since the backup is not booked yet",
            restored));
  }

  /** Whose token has this hash. */
  Optional<UUID> owner(byte[] tokenHash) {
    return repository.withToken(tokenHash);
  }

  /** The next ones after this place that have lapsed since. */
  List<Place> after(long seq, Instant since, int limit) {
    return repository.after(seq, since, limit);
  }
}
