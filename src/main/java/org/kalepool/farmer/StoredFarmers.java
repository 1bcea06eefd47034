package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.farmer.FarmerViewRepository.Row;
import org.kalepool.kale.Address;
import org.kalepool.wallet.Wallets;

/** The farmers in the database. Their state is kept by a trigger on {@code farmer_events}. */
@Singleton
final class StoredFarmers implements Farmers {
  private final FarmerRepository repository;
  private final FarmerViewRepository view;
  private final FarmerEventRepository events;
  private final Clock clock;
  private final Wallets wallets;
  private final Lapsed lapsed;
  private final Event<FarmerSeen> seen;

  StoredFarmers(
      FarmerRepository repository,
      FarmerViewRepository view,
      FarmerEventRepository events,
      Clock clock,
      Wallets wallets,
      Lapsed lapsed,
      Event<FarmerSeen> seen) {
    this.repository = repository;
    this.view = view;
    this.events = events;
    this.clock = clock;
    this.wallets = wallets;
    this.lapsed = lapsed;
    this.seen = seen;
  }

  /**
   * Somebody who has not come to farming yet.
   *
   * @param seq its place in the order of registration
   * @param since when it registered, or came back
   */
  record Newcomer(Farmer farmer, long seq, Instant since) {}

  @Override
  public Optional<Farmer> find(UUID id) {
    return view.row(id).map(Row::farmer);
  }

  @Override
  public Optional<UUID> withCustodial(Address account) {
    return repository.withCustodial(account);
  }

  @Override
  public List<Left> departed(long after, int limit) {
    return repository.departed(after, limit);
  }

  @Override
  public Optional<Departure> departure(UUID id) {
    return events.departure(id);
  }

  @Override
  public List<Farmer> in(FarmerState state) {
    return view.in(state).stream().map(Row::farmer).toList();
  }

  /** The next ones after this place, in the order of registration. */
  List<Newcomer> in(FarmerState state, FarmerCustody custody, long after, int limit) {
    return view.in(state, custody, after, limit).stream().map(Row::newcomer).toList();
  }

  Optional<Newcomer> newcomer(UUID id) {
    return view.row(id).map(Row::newcomer);
  }

  @Override
  public void seen(UUID id) {
    FarmerRepository.Custody custody =
        repository.custody(id).orElseThrow(() -> new IllegalStateException("no farmer " + id));
    if (custody.seenAt() == null) {
      if (custody.custody() == FarmerCustody.CUSTODIAL) {
        wallets.keep(id, custody.account());
      }
      repository.seen(id, clock.instant());
      seen.fire(new FarmerSeen(id));
    }
  }

  @Override
  public boolean lapse(UUID id) {
    return lapsed.lapse(id);
  }

  /** Whether the farmer is in this state, and stays in it until the caller's transaction ends. */
  boolean isIn(UUID id, FarmerState state) {
    return lock(id).filter(state::equals).isPresent();
  }

  @Override
  public boolean move(UUID id, FarmerState from, FarmerState to, String by, String why) {
    if (!from.leadsTo(to)) {
      throw new IllegalArgumentException("no farmer goes from " + from + " to " + to);
    }
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<FarmerState> state = lock(id);
              if (state.isEmpty() || state.get() != from) {
                return false;
              }
              record(id, from, to, by, why);
              return true;
            });
  }

  @Override
  public boolean suspend(UUID id, String by, String why) {
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<FarmerState> state = lock(id);
              if (state.isEmpty() || !state.get().leadsTo(FarmerState.SUSPENDED)) {
                return false;
              }
              record(id, state.get(), FarmerState.SUSPENDED, by, why);
              return true;
            });
  }

  @Override
  public boolean resume(UUID id, String by, String why) {
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<FarmerState> state = lock(id);
              if (state.isEmpty() || state.get() != FarmerState.SUSPENDED) {
                return false;
              }
              record(id, FarmerState.SUSPENDED, events.beforeSuspension(id), by, why);
              return true;
            });
  }

  @Override
  public Optional<FarmerState> lock(UUID id) {
    return repository.lock(id);
  }

  /** Keeps everybody else from moving any of these until the caller's transaction ends. */
  void hold(List<UUID> ids) {
    repository.hold(ids);
  }

  @Override
  public Map<UUID, UUID> lockActive(List<UUID> ids) {
    return repository.lockActive(ids);
  }

  private void record(UUID id, FarmerState from, FarmerState to, String by, String why) {
    events.persist(new FarmerEventEntity(id, from, to, by, why, clock.instant()));
  }
}
