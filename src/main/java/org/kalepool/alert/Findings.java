package org.kalepool.alert;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one look has found, and what it could not tell. */
final class Findings {
  private final Map<Cause, Finding> found = new LinkedHashMap<>();
  private final Set<Cause> unclear = new HashSet<>();
  private final Set<Rule> unclearRules = EnumSet.noneOf(Rule.class);

  /**
   * Whom or what a rule finds.
   *
   * @param subject such as a pooler's id; empty for the pool
   */
  record Cause(Rule rule, String subject) {}

  /** In words. */
  record Finding(String title, String detail) {}

  void found(Rule rule, String subject, String title, String detail) {
    found.put(new Cause(rule, subject), new Finding(title, detail));
  }

  /** Neither there nor gone: an incident stays as it is. */
  void unclear(Rule rule, String subject) {
    unclear.add(new Cause(rule, subject));
  }

  /** The same for all of a rule's causes. */
  void unclear(Rule rule) {
    unclearRules.add(rule);
  }

  Map<Cause, Finding> found() {
    return found;
  }

  boolean isUnclear(Cause cause) {
    return unclearRules.contains(cause.rule()) || unclear.contains(cause);
  }
}
