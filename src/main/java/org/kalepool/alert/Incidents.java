package org.kalepool.alert;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.leader.Leader;
import org.kalepool.notice.Notice;
import org.kalepool.notice.Outbox;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** Opens and ends incidents; what operators are told of them is stored in the same transaction. */
@Singleton
public final class Incidents {
  private final IncidentRepository incidents;
  private final Outbox outbox;
  private final Leader leader;
  private final Clock clock;
  private final AlertSettings settings;
  private volatile Map<Rule, Integer> open = Map.of();

  Incidents(
      IncidentRepository incidents,
      Outbox outbox,
      Leader leader,
      Clock clock,
      MeterRegistry meters,
      AlertSettings settings) {
    this.incidents = incidents;
    this.outbox = outbox;
    this.leader = leader;
    this.clock = clock;
    this.settings = settings;
    for (Rule rule : Rule.values()) {
      Gauge.builder("kale.alerts.open", this, it -> it.open.getOrDefault(rule, 0))
          .tag("rule", rule.code())
          .description("Incidents that have not ended")
          .register(meters);
    }
  }

  /**
   * An incident.
   *
   * @param subject whom or what it is about, such as a pooler's or farmer's id; empty for the pool
   * @param toldAt when operators were told last
   * @param endedAt null while it lasts
   */
  @RegisterForReflection
  @Schema(name = "Incident")
  public record Shown(
      long id,
      Rule rule,
      String subject,
      String title,
      String detail,
      Instant openedAt,
      @Nullable Instant toldAt,
      @Nullable Instant endedAt,
      @Nullable Instant silencedUntil,
      @Nullable String silencedBy,
      @Nullable String silencedWhy) {
    static Shown of(IncidentEntity it) {
      return new Shown(
          it.id == null ? 0 : it.id,
          it.rule,
          it.subject,
          it.title,
          it.detail,
          it.openedAt,
          it.toldAt,
          it.endedAt,
          it.silencedUntil,
          it.silencedBy,
          it.silencedWhy);
    }
  }

  Page<Shown> page(@Nullable Boolean wanted, Paging paging) {
    return Page.of(paging, incidents.page(wanted, paging.before(), paging.rows()), Shown::id);
  }

  /** Takes what a look has found. */
  void take(Findings findings) {
    open = QuarkusTransaction.requiringNew().call(() -> taken(findings));
  }

  private Map<Rule, Integer> taken(Findings findings) {
    leader.holdIfLeading();
    Instant now = clock.instant();
    leaderless(incidents.looked(now), now, findings);
    Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
    Set<Findings.Cause> known = new HashSet<>();
    for (IncidentEntity incident : incidents.lockOpen()) {
      Findings.Finding finding = findings.found().get(incident.cause());
      known.add(incident.cause());
      if (finding != null) {
        lasts(incident, finding, now);
      } else if (!findings.isUnclear(incident.cause())) {
        ends(incident, now);
        continue;
      }
      counts.merge(incident.rule, 1, Integer::sum);
    }
    findings
        .found()
        .forEach(
            (cause, finding) -> {
              if (!known.contains(cause)) {
                opens(cause, finding, now);
                counts.merge(cause.rule(), 1, Integer::sum);
              }
            });
    return counts;
  }

  /** Whoever leads looks; so nobody did while nobody looked. */
  private void leaderless(@Nullable Instant before, Instant now, Findings findings) {
    Duration most = settings.leaderless();
    if (before == null || most.isZero()) {
      return;
    }
    Duration gap = Duration.between(before, now);
    if (gap.compareTo(most) > 0 && gap.compareTo(settings.interval().multipliedBy(2)) > 0) {
      findings.found(
          Rule.LEADER,
          "",
          "No process led for a time",
          "From %s to %s nobody farmed here: the pool was stopped, or its database away."
              .formatted(before, now));
    }
  }

  private void opens(Findings.Cause cause, Findings.Finding finding, Instant now) {
    IncidentEntity incident = new IncidentEntity(cause, finding, now);
    incidents
        .last(cause)
        .filter(before -> before.isSilent(now))
        .ifPresent(
            before -> {
              incident.silencedUntil = before.silencedUntil;
              incident.silencedBy = before.silencedBy;
              incident.silencedWhy = before.silencedWhy;
            });
    incidents.persistAndFlush(incident);
    if (!incident.isSilent(now)) {
      tell(incident, "ALERT_OPENED", "", now);
      incident.toldAt = now;
    }
  }

  private void lasts(IncidentEntity incident, Findings.Finding finding, Instant now) {
    incident.detail = finding.detail();
    Instant told = incident.toldAt;
    boolean due = told == null || !now.isBefore(told.plus(settings.remind()));
    if (due && !incident.isSilent(now)) {
      tell(incident, told == null ? "ALERT_OPENED" : "ALERT_REMINDER", "Still: ", now);
      incident.toldAt = now;
    }
  }

  private void ends(IncidentEntity incident, Instant now) {
    incident.endedAt = now;
    if (incident.toldAt != null && !incident.isSilent(now)) {
      tell(incident, "ALERT_ENDED", "Over: ", now);
    }
  }

  private void tell(IncidentEntity incident, String kind, String before, Instant now) {
    Map<String, String> details = new TreeMap<>();
    details.put("incident", String.valueOf(incident.id));
    details.put("rule", incident.rule.code());
    details.put("subject", incident.subject);
    details.put("opened_at", incident.openedAt.toString());
    if (incident.endedAt != null) {
      details.put("ended_at", incident.endedAt.toString());
    }
    outbox.toOperators(
        new Notice(kind, before + incident.title, incident.detail, now, null, details));
  }

  /** Tells by every channel that it works; the channels. */
  List<String> test() {
    outbox.toOperators(
        new Notice(
            "ALERT_TEST",
            "A test",
            "An operator has asked for this. Alerts come the same way.",
            clock.instant(),
            null,
            Map.of()));
    return outbox.channelsOfOperators();
  }
}
