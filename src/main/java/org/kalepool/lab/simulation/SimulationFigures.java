package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Counts in the pool's database what a simulation came to. */
final class SimulationFigures {
  private final SimulatedDatabase database;

  SimulationFigures(SimulatedDatabase database) {
    this.database = database;
  }

  /**
   * What the simulation itself knows at its end.
   *
   * @param refusedCalls the farmers' calls that the pool refused or could not answer
   * @param second the pooler beside the own one
   * @param own what came of that one's own sending, by name
   * @param vaults what came of farmers with vaults, by name; empty where there are none
   * @param fairness what became of farmers that were not planted; empty where the price stood still
   * @param difference between books and chain, stroops
   * @param broken every invariant that did not hold, one line each
   */
  record Run(
      long seed,
      long blocks,
      long ledgers,
      double seconds,
      long refusedCalls,
      Map<SimulatedFault, Long> faults,
      Optional<UUID> second,
      Map<String, Long> own,
      Map<String, Long> vaults,
      long difference,
      Optional<FarmedSums.Standing> fairness,
      List<String> broken) {}

  SimulationReport report(Run run) throws SQLException {
    Map<String, Long> faults = new LinkedHashMap<>();
    run.faults().forEach((kind, count) -> faults.put(kind.name(), count));
    return new SimulationReport(
        run.seed(),
        run.blocks(),
        run.ledgers(),
        run.seconds(),
        count("farmers"),
        count("farmers where state = 'DEPARTED'"),
        count("history_plantings() where status = 'PLANTED'"),
        count(
            "history_plantings() p where status = 'FAILED' and not exists (select 1 from"
                + " history_plantings() q where q.farmer_id = p.farmer_id and q.block_index ="
                + " p.block_index and q.status = 'PLANTED')"),
        count(
            "(select distinct farmer_id, block_index from history_works() where status = 'WORKED')"
                + " w"),
        count(
            "(select farmer_id, block_index from history_plantings() where status = 'PLANTED'"
                + " except select farmer_id, block_index from history_works() where status ="
                + " 'WORKED') w"),
        count("history_harvests() where status = 'HARVESTED'"),
        count("history_harvests() where status = 'LOST'"),
        count("history_transactions()"),
        count("history_transaction_actions() where ended = 'LANDED'"),
        count(
            "splits s join history_transactions() t on t.id = s.transaction_id"
                + " where t.call::text like '%executeSplit%'"),
        run.refusedCalls(),
        faults,
        causes(),
        run.second().isPresent() ? second(run.second().get(), run.own()) : Map.of(),
        run.vaults(),
        opening(),
        run.fairness().map(FarmedSums.Standing::line).orElse(null),
        run.difference(),
        List.copyOf(run.broken()),
        DatabaseDigest.of(database));
  }

  private Map<String, Long> second(UUID pooler, Map<String, Long> own) throws SQLException {
    Map<String, Long> second = new LinkedHashMap<>();
    second.put("planted", of(pooler, "history_plantings() where status = 'PLANTED'"));
    second.put("harvested", of(pooler, "history_harvests() where status = 'HARVESTED'"));
    second.put("lost", of(pooler, "history_harvests() where status = 'LOST'"));
    second.put("payouts", of(pooler, "split_parts where earned > 0"));
    second.put("debts", of(pooler, "split_parts where debt > 0"));
    second.put("moves", of(pooler, "farmer_terms where joins and why <> 'registered'"));
    second.putAll(own);
    return second;
  }

  /** Of the plants whose block's opening was seen. */
  private SimulationReport.Opening opening() throws SQLException {
    String seen =
        "history_plantings() p join block_operations b on b.block_index = p.block_index"
            + " where p.status = 'PLANTED' and b.opened_ledger is not null";
    return new SimulationReport.Opening(
        count(seen),
        count(seen + " and p.ledger = b.opened_ledger"),
        database.number("select coalesce(sum(p.ledger - b.opened_ledger), 0) from " + seen),
        count(
            "history_transactions() t join history_transaction_actions() a on a.transaction_id ="
                + " t.id where a.action = 'PLANT' and t.state = 'FAILED' and t.cause in"
                + " ('FOOTPRINT_CHANGED', 'ALREADY_PLANTED')"),
        database.number(
            "select coalesce(sum(t.fee_charged), 0) from history_transactions() t"
                + " join history_transaction_actions() a on a.transaction_id = t.id"
                + " where a.action = 'PLANT' and t.state = 'FAILED'"));
  }

  private long of(UUID pooler, String from) throws SQLException {
    return database.number("select count(*) from " + from + " and pooler_id = ?", pooler);
  }

  private long count(String from) throws SQLException {
    return database.number("select count(*) from " + from);
  }

  private Map<String, Long> causes() throws SQLException {
    Map<String, Long> causes = new TreeMap<>();
    for (String table : List.of("plantings", "works", "harvests")) {
      for (String row :
          database.rows(
              "select cause, debtor, count(*), regexp_replace(coalesce(detail, ''),"
                  + " '[0-9a-f]{8,}|[0-9]+|G[A-Z0-9]{55}', '#', 'g') from "
                  + "history_"
                  + table
                  + "() where cause is not null group by 1, 2, 4")) {
        String[] parts = row.split(" ", 4);
        causes.merge(
            table + " " + parts[0] + " " + parts[1] + ": " + parts[3],
            Long.parseLong(parts[2]),
            Long::sum);
      }
    }
    return causes;
  }
}
