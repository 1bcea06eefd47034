package org.kalepool.books;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Entry.Line;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;

/** The journal's tables. Writes in the caller's database transaction. */
@Singleton
class JournalStore {
  private final Db db;
  private final Clock clock;
  private final Leader leader;

  JournalStore(Db db, Clock clock, Leader leader) {
    this.leader = leader;
    this.db = db;
    this.clock = clock;
  }

  /**
   * Writes the entry unless one of its key exists or nothing moves.
   *
   * @return whether it was written
   */
  boolean write(Entry entry) {
    if (entry.lines().isEmpty()) {
      return false;
    }
    leader.holdIfLeading();
    Optional<Long> id =
        db.one(
            """
            insert into journal_entries
              (key, kind, farmer_id, block_index, transaction_id, memo, at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (key) do nothing returning id""",
            row -> row.getLong(1),
            entry.key(),
            entry.kind(),
            entry.farmer(),
            entry.block(),
            entry.transaction(),
            entry.memo(),
            clock.instant());
    id.ifPresent(entryId -> writeLines(entryId, entry.lines()));
    return id.isPresent();
  }

  private void writeLines(long entry, List<Line> lines) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Collections.addAll(values, entry, i, line.account(), line.asset(), line.amount());
    }
    String rows = String.join(", ", Collections.nCopies(lines.size(), "(?, ?, ?, ?, ?)"));
    db.update(
        "insert into journal_lines (entry_id, line, account, asset, amount) values " + rows,
        values.toArray());
  }

  /** Balances of these accounts in stroops; accounts without entries are absent. */
  Map<String, Long> balances(Collection<String> accounts) {
    Map<String, Long> balances = new HashMap<>();
    db.list(
            "select account, balance from account_balances where account = any (?)",
            row ->
                Map.entry(row.getString("account"), row.getBigDecimal("balance").longValueExact()),
            (Object) accounts.toArray(String[]::new))
        .forEach(balance -> balances.put(balance.getKey(), balance.getValue()));
    return balances;
  }

  /** The pooler's part of what a farmer has earned, by the terms that it was earned under. */
  Kale share(UUID farmer) {
    return db.one("select pooler_share(?)", row -> Kale.ofStroops(row.getLong(1)), farmer)
        .orElseThrow();
  }

  /**
   * One amount per farmer and block; a second is not written.
   *
   * @param block null for what an operator's correction makes the pooler owe
   */
  void compensate(UUID pooler, UUID farmer, @Nullable Long block, long stroops, String cause) {
    db.update(
        """
        insert into compensations (pooler_id, farmer_id, block_index, amount, cause, at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (farmer_id, block_index) do nothing""",
        pooler,
        farmer,
        block,
        stroops,
        cause,
        clock.instant());
  }
}
