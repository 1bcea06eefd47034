package org.kalepool.alert;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.LongBinaryOperator;
import org.kalepool.alert.Counts.OfPooler;

/**
 * The rules about parts: what was counted is held against what it was some time before. That is
 * kept in memory, so after a start nothing is told before enough has been seen.
 */
@Singleton
final class RateRules {
  private static final int LEAST_BLOCKS = 4;
  private static final int WHOLE = 100;

  private final AlertSettings settings;
  private final Deque<Counts> samples = new ArrayDeque<>();

  RateRules(AlertSettings settings) {
    this.settings = settings;
  }

  /** One part: so many good ones of all, within the window. */
  private record Part(long good, long all, boolean whole) {}

  /**
   * @param farmed in how many blocks of these, both included, somebody was planted
   */
  synchronized void look(Counts now, LongBinaryOperator farmed, Findings findings) {
    Duration window = settings.window();
    while (samples.size() > 1 && !samples.getFirst().at().isAfter(now.at().minus(window))) {
      samples.removeFirst();
    }
    samples.addLast(now);
    Counts then = samples.getFirst();
    boolean whole =
        Duration.between(then.at(), now.at()).compareTo(window.multipliedBy(9).dividedBy(10)) >= 0;
    now.poolers()
        .forEach(
            (id, counts) ->
                pooler(
                    id, then.poolers().getOrDefault(id, OfPooler.NONE), counts, whole, findings));
    Part blocks = blocks(then, now, farmed, whole);
    tell(Rule.BLOCKS, "", "blocks were farmed", settings.blocks(), LEAST_BLOCKS, blocks, findings);
    long ended = now.settled() - then.settled();
    Part successes = new Part(ended - (now.failed() - then.failed()), ended, whole);
    int least = settings.contractFailures() == 0 ? 0 : WHOLE - settings.contractFailures();
    tell(
        Rule.CONTRACT,
        "",
        "plants, works and harvests succeeded",
        least,
        settings.least(),
        successes,
        findings);
  }

  /** Of those that were begun and ended within the window. */
  private static Part blocks(Counts then, Counts now, LongBinaryOperator farmed, boolean whole) {
    long ended = then.index() == 0 || now.farming() == 0 ? 0 : now.index() - then.index() - 1;
    return ended <= 0
        ? new Part(0, 0, whole)
        : new Part(farmed.applyAsLong(then.index() + 1, now.index() - 1), ended, whole);
  }

  private void pooler(UUID id, OfPooler then, OfPooler now, boolean whole, Findings findings) {
    String of = id.toString();
    Part plants = new Part(now.planted() - then.planted(), now.wished() - then.wished(), whole);
    Part works = new Part(now.worked() - then.worked(), now.workable() - then.workable(), whole);
    long harvested = now.harvested() - then.harvested();
    Part harvests = new Part(harvested, harvested + now.lost() - then.lost(), whole);
    long least = settings.least();
    tell(Rule.PLANTS, of, "plants landed", settings.plants(), least, plants, findings);
    tell(Rule.WORKS, of, "pails were worked", settings.works(), least, works, findings);
    tell(Rule.HARVESTS, of, "pails were harvested", settings.harvests(), least, harvests, findings);
  }

  private void tell(
      Rule rule,
      String subject,
      String what,
      int threshold,
      long least,
      Part part,
      Findings findings) {
    if (threshold == 0) {
      return;
    }
    if (part.all() < least) {
      if (!part.whole()) {
        findings.unclear(rule, subject);
      }
      return;
    }
    if (part.good() * WHOLE < threshold * part.all()) {
      String words = "%d of %d %s".formatted(part.good(), part.all(), what);
      findings.found(
          rule,
          subject,
          "Fewer than %d %% of %s".formatted(threshold, what),
          "In the last %d minutes %s%s."
              .formatted(
                  settings.window().toMinutes(),
                  words,
                  subject.isEmpty() ? "" : ", of pooler " + subject));
    }
  }
}
