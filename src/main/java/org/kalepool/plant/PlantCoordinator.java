package org.kalepool.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.block.BlockDue;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.pooler.PlantsWanted;
import org.kalepool.schedule.Cooldown;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.RpcException;

/** Says when to plant which block, and looks again whenever anything may have changed. */
@ApplicationScoped
class PlantCoordinator implements Sweep {
  private static final Logger LOG = Logger.getLogger(PlantCoordinator.class);

  private final Blocks blocks;
  private final PlantRound round;
  private final PlantingEnd end;
  private final HeldBack heldBack;
  private final OpeningLedger opening;
  private final Tasks tasks;
  private final PlantSettings settings;
  private final Cooldown cooldown;

  PlantCoordinator(
      Blocks blocks,
      PlantRound round,
      PlantingEnd end,
      HeldBack heldBack,
      OpeningLedger opening,
      Tasks tasks,
      PlantSettings settings,
      Clock clock) {
    this.blocks = blocks;
    this.round = round;
    this.end = end;
    this.heldBack = heldBack;
    this.opening = opening;
    this.tasks = tasks;
    this.settings = settings;
    this.cooldown = new Cooldown(clock, 4);
  }

  @Override
  public String name() {
    return "plant";
  }

  @Override
  public Duration every() {
    return settings.sweepInterval();
  }

  void opened(@Observes BlockOpened event) {
    tasks.submit(name(), this::sweep);
  }

  void due(@Observes BlockDue event) {
    tasks.submit(name(), this::sweep);
  }

  void wanted(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlantsWanted event) {
    heldBack.forget(event.block(), event.pooler());
    tasks.submit(name(), this::sweep);
  }

  /** What did not land is tried again once a ledger, not in a tight loop. */
  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  /** One of many has landed: a look soon, but not one after the other. */
  void landed() {
    if (cooldown.over()) {
      tasks.submit(name(), this::sweep);
    }
  }

  @Override
  public void sweep() {
    cooldown.after(this::look);
  }

  private void look() {
    Optional<Blocks.Current> current = blocks.current();
    if (current.isEmpty()) {
      return;
    }
    try {
      Optional<PlantDecision> target =
          opening
              .target(current.get())
              .or(() -> PlantDecision.of(current.get(), settings.latestAge().toSeconds()));
      if (target.isPresent()) {
        round.plant(target.get(), current.get());
      }
      round.holdForPause(current.get());
      end.finish(current.get());
    } catch (RpcException e) {
      LOG.warnf("planting waits, the network cannot be read: %s", e.getMessage());
    }
  }
}
