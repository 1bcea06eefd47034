package org.kalepool.alert;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.kalepool.schedule.Sweep;

/** Looks regularly at what the rules are about, by counters and health that are kept anyhow. */
@Singleton
final class AlertSweep implements Sweep {
  private final FigureRepository figures;
  private final CountsReader counts;
  private final StateReader state;
  private final RateRules rates;
  private final StateRules states;
  private final Incidents incidents;
  private final Clock clock;
  private final AlertSettings settings;

  AlertSweep(
      FigureRepository figures,
      CountsReader counts,
      StateReader state,
      RateRules rates,
      StateRules states,
      Incidents incidents,
      Clock clock,
      AlertSettings settings) {
    this.figures = figures;
    this.counts = counts;
    this.state = state;
    this.rates = rates;
    this.states = states;
    this.incidents = incidents;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  @Override
  public void sweep() {
    Findings findings = new Findings();
    Instant now = clock.instant();
    rates.look(counts.at(now), figures::blocksFarmed, findings);
    states.look(state.at(now), findings);
    incidents.take(findings);
  }
}
