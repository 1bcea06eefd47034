package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.RpcException;

/**
 * Pays farmers that stay of what they have earned: by their wish, or because their threshold is
 * reached. One is sent only while nothing of the farmer's is under way, and until then plants leave
 * its amount in the account.
 */
@Singleton
final class EarnedSweep extends WaitingSweep {
  private static final Logger LOG = Logger.getLogger(EarnedSweep.class);

  private final Farmers farmers;
  private final Payouts payouts;
  private final WishRepository wishes;
  private final ObstacleRepository states;
  private final ReachedThresholds thresholds;
  private final EarnedSteps steps;

  EarnedSweep(
      Farmers farmers,
      Payouts payouts,
      WishRepository wishes,
      ObstacleRepository states,
      ReachedThresholds thresholds,
      EarnedSteps steps,
      Tasks tasks) {
    super("earned-payouts", tasks);
    this.farmers = farmers;
    this.payouts = payouts;
    this.wishes = wishes;
    this.states = states;
    this.thresholds = thresholds;
    this.steps = steps;
  }

  @Override
  public void sweep() {
    thresholds.ask();
    Map<UUID, WishRepository.Open> open =
        QuarkusTransaction.requiringNew().call(wishes::open).stream()
            .collect(Collectors.toMap(WishRepository.Open::farmer, Function.identity()));
    leaves(!open.isEmpty());
    Map<UUID, ExitState> idle = new LinkedHashMap<>();
    states.states(List.copyOf(open.keySet())).stream()
        .filter(state -> !state.underWay())
        .forEach(state -> idle.put(state.farmer(), state));
    List<Farmer> waiting =
        idle.keySet().stream().flatMap(farmer -> farmers.find(farmer).stream()).toList();
    FailuresInARow failures = new FailuresInARow(LOG);
    for (PayoutReading reading : payouts.read(waiting)) {
      UUID farmer = reading.farmer().id();
      try (var _ = LogContext.of(farmer, null)) {
        WishRepository.Open wish = open.get(farmer);
        ExitState state = idle.get(farmer);
        if (wish != null && state != null) {
          steps.look(reading, wish, state);
        }
        failures.read();
      } catch (RpcException e) {
        failures.failed(farmer, e);
      }
    }
  }
}
