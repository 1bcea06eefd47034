package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.farmer.FarmerChanges;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.farmer.RegistrationLapses;
import org.kalepool.web.Audit;

/** Takes a farmer's wish to leave, and takes it back. */
@Singleton
final class Departures {
  private final Farmers farmers;
  private final ObstacleRepository obstacles;
  private final ExitStatuses statuses;
  private final ExitSweep sweep;
  private final VaultExits vaultExits;
  private final VaultEnds vaultEnds;
  private final Audit audit;
  private final FarmerChanges changes;

  Departures(
      Farmers farmers,
      ObstacleRepository obstacles,
      ExitStatuses statuses,
      ExitSweep sweep,
      VaultExits vaultExits,
      VaultEnds vaultEnds,
      Audit audit,
      FarmerChanges changes) {
    this.farmers = farmers;
    this.changes = changes;
    this.obstacles = obstacles;
    this.statuses = statuses;
    this.sweep = sweep;
    this.vaultExits = vaultExits;
    this.vaultEnds = vaultEnds;
    this.audit = audit;
  }

  /** What came of a wish. */
  sealed interface Answer {
    /** It is so, now or already before. */
    record Done(ExitStatus status) implements Answer {}

    /** The farmer is suspended; an operator has to decide first. */
    record Suspended() implements Answer {}

    /** The farmer has left already. */
    record Departed() implements Answer {}

    /** The farmer has not asked to leave. */
    record NotLeaving() implements Answer {}

    /** The payout is on its way and cannot be called back. */
    record SplitSent() implements Answer {}

    /** The vault is stopped, or about to be, and that is for ever. */
    record VaultStopped() implements Answer {}

    /** There is no such farmer. */
    record Unknown() implements Answer {}
  }

  void lapses(@Observes RegistrationLapses event) {
    obstacles.clear(event.farmer());
  }

  /**
   * The farmer plants no more, and is paid out when nothing is open. Idempotent.
   *
   * @param by whose wish it is: {@code farmer} or {@code operator}
   */
  Answer leave(UUID farmer, String by) {
    Answer answer = QuarkusTransaction.requiringNew().call(() -> leaveLocked(farmer, by));
    if (answer instanceof Answer.Done) {
      sweep.look();
      vaultExits.look();
    }
    return answer;
  }

  /**
   * The farmer stays after all.
   *
   * @throws org.kalepool.web.ProblemException if it has changed its mind too often today
   */
  Answer withdraw(UUID farmer, String by) {
    return QuarkusTransaction.requiringNew().call(() -> withdrawLocked(farmer, by));
  }

  Optional<ExitStatus> status(UUID farmer) {
    return QuarkusTransaction.requiringNew()
        .call(() -> farmers.find(farmer).map(it -> statuses.of(farmer, it.state())));
  }

  private Answer leaveLocked(UUID farmer, String by) {
    Optional<FarmerState> state = farmers.lock(farmer);
    if (state.isEmpty()) {
      return new Answer.Unknown();
    }
    return switch (state.get()) {
      case SUSPENDED -> new Answer.Suspended();
      case DEPARTED -> new Answer.Departed();
      case LEAVING -> {
        audit.noteIfOperators(by, new Audit.Command("exit", farmer.toString(), "again"));
        yield new Answer.Done(statuses.of(farmer, FarmerState.LEAVING));
      }
      case REGISTERED, FUNDED, ACTIVE -> {
        audit.noteIfOperators(by, new Audit.Command("exit", farmer.toString(), null));
        farmers.move(farmer, state.get(), FarmerState.LEAVING, by, "asked to leave");
        yield new Answer.Done(statuses.of(farmer, FarmerState.LEAVING));
      }
    };
  }

  private Answer withdrawLocked(UUID farmer, String by) {
    Optional<FarmerState> state = farmers.lock(farmer);
    if (state.isEmpty()) {
      return new Answer.Unknown();
    }
    return switch (state.get()) {
      case SUSPENDED -> new Answer.Suspended();
      case DEPARTED -> new Answer.Departed();
      case REGISTERED, FUNDED, ACTIVE -> new Answer.NotLeaving();
      case LEAVING -> {
        changes.check(farmer, by);
        yield stay(farmer, by);
      }
    };
  }

  private Answer stay(UUID farmer, String by) {
    if (obstacles.state(farmer).splitSent()) {
      return new Answer.SplitSent();
    }
    if (vaultEnds.isStopped(farmer)) {
      return new Answer.VaultStopped();
    }
    FarmerState before =
        farmers.departure(farmer).map(Farmers.Departure::from).orElse(FarmerState.ACTIVE);
    farmers.move(farmer, FarmerState.LEAVING, before, by, "withdrew the exit");
    obstacles.clear(farmer);
    audit.noteIfOperators(by, new Audit.Command("withdraw-exit", farmer.toString(), null));
    return new Answer.Done(statuses.of(farmer, before));
  }
}
