package org.kalepool.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The stages that must not be without points: were a hook lost, or did the scenario miss one, this
 * would tell. What is to be killed is found by instrumentation alone.
 */
enum Stage {
  ONBOARDING(List.of("insert farmers", "FUNDED.*insert farmer_events"), List.of()),
  TRUSTLINE(List.of("insert transactions.* in Onboarding", Stage.LANDED), List.of("CHANGE_TRUST")),
  SETTINGS(List.of("insert farmer_settings.*FarmerSettings"), List.of()),
  MOVING(List.of("insert farmer_terms.*PoolerMoves"), List.of()),
  PLANT(
      List.of(
          "insert transactions.* in PlantRequests",
          "of plant.*update transactions",
          "insert plantings"),
      List.of("plant")),
  INSURANCE(List.of("INSURANCE.*insert work_requests"), List.of("work")),
  WORK(
      List.of(
          "FINAL.*insert work_requests",
          "of work.*update transactions",
          "LANDED, WORKED.*insert works"),
      List.of("work")),
  HARVEST(
      List.of(
          "insert transactions.* in PailHarvests", "of harvest.*update tran", "insert harvests"),
      List.of("harvest")),
  PAYOUT(
      List.of(
          "insert payout_wishes",
          "insert payout_plans",
          "of PAYMENT\\+PAYMENT, .*update transactions",
          "insert earned_payouts"),
      List.of("PAYMENT\\+PAYMENT")),
  LEAVING(List.of("LEAVING.*insert farmer_events.*Departures"), List.of()),
  SPLIT(List.of("insert split_plans", "insert splits"), List.of("PAYMENT.*ACCOUNT_MERGE")),
  CLAIMABLE(List.of("of .*CREATE_CLAIM.*update transactions"), List.of(".*CREATE_CLAIM.*")),
  TOGETHER(
      List.of("of work_many.*update transactions", "of harvest_many.*update transactions"),
      List.of("work_many", "harvest_many")),
  VAULT(
      List.of(
          "insert transactions.* in VaultDeeds",
          "of create_many.*update transactions",
          Stage.TOGETHER_LANDED + ", update vaults"),
      List.of("CREATE_ACCOUNT.*", "create_many")),
  FIRST_PLANTS(List.of("of plant_many.*update transactions"), List.of("plant_many")),
  TURN(
      List.of("of turn_many.*update transactions", "insert harvests.*insert plantings"),
      List.of("turn_many")),
  STOPPED(
      List.of("LEAVING.*insert farmer_events.*StoppedVaults", "of stop_many.*update transactions"),
      List.of("stop_many")),
  SETTLED(
      List.of("of settle_many.*update transactions", Stage.TOGETHER_LANDED + "\\]"),
      List.of("settle_many")),
  COVER(List.of("of claim.*update transactions", Stage.LANDED), List.of("claim")),
  MERGE(List.of("DEPARTED.*insert farmer_events"), List.of(".*ACCOUNT_MERGE"));

  /** By what is written for many at once no action is named: a deed that moves but its fee. */
  private static final String LANDED =
      "LANDED, insert journal_entries, insert journal_lines, insert settled_ledgers,"
          + " update transactions\\]";

  /** The same of deeds that share a transaction. */
  private static final String TOGETHER_LANDED =
      "LANDED, insert journal_entries, insert journal_lines, insert settled_ledgers,"
          + " update transaction_actions, update transactions";

  private final List<Pattern> needed = new ArrayList<>();

  /**
   * @param commits what is committed, before and after which there are points
   * @param sends what is sent and answered
   */
  Stage(List<String> commits, List<String> sends) {
    for (String commit : commits) {
      needed.add(Pattern.compile("^before commit \\[.*" + commit));
      needed.add(Pattern.compile("^after commit \\[.*" + commit));
    }
    for (String send : sends) {
      needed.add(Pattern.compile("^before sendTransaction of " + send + " in "));
      needed.add(Pattern.compile("^answer to sendTransaction of " + send + " in "));
    }
  }

  /** The kinds of points that it must have and that are not among these. */
  List<String> missing(List<CrashRuns.Point> points) {
    return needed.stream()
        .filter(kind -> points.stream().noneMatch(point -> is(kind, point)))
        .map(kind -> this + " has no point " + kind)
        .toList();
  }

  /** The first point of each kind. */
  List<CrashRuns.Point> points(List<CrashRuns.Point> points) {
    return needed.stream()
        .flatMap(kind -> points.stream().filter(point -> is(kind, point)).limit(1))
        .toList();
  }

  private static boolean is(Pattern kind, CrashRuns.Point point) {
    return kind.matcher(point.name()).find();
  }
}
