package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.kalepool.books.Entry.Line;

/** The journal's tables. Writes in the caller's database transaction. */
@ApplicationScoped
class JournalStore {
  private final Session session;
  private final Clock clock;

  JournalStore(Session session, Clock clock) {
    this.session = session;
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
    List<Long> id =
        session
            .createNativeQuery(
                """
                insert into journal_entries
                  (key, kind, farmer_id, block_index, transaction_id, memo, at)
                values (:key, :kind, :farmer, :block, :transaction, :memo, :at)
                on conflict (key) do nothing returning id""",
                Long.class)
            .setParameter("key", entry.key())
            .setParameter("kind", entry.kind())
            .setParameter("farmer", entry.farmer(), UUID.class)
            .setParameter("block", entry.block(), Long.class)
            .setParameter("transaction", entry.transaction(), Long.class)
            .setParameter("memo", entry.memo())
            .setParameter("at", clock.instant(), Instant.class)
            .getResultList();
    if (id.isEmpty()) {
      return false;
    }
    writeLines(id.getFirst(), entry.lines());
    return true;
  }

  private void writeLines(long entry, List<Line> lines) {
    StringBuilder sql =
        new StringBuilder(
            "insert into journal_lines (entry_id, line, account, asset, amount) values");
    for (int i = 0; i < lines.size(); i++) {
      sql.append(i == 0 ? "" : ",");
      sql.append(" (:entry, %d, :account%d, :asset%d, :amount%d)".formatted(i, i, i, i));
    }
    var insert = session.createNativeMutationQuery(sql.toString()).setParameter("entry", entry);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      insert.setParameter("account" + i, line.account());
      insert.setParameter("asset" + i, line.asset());
      insert.setParameter("amount" + i, line.amount());
    }
    insert.executeUpdate();
  }

  /** Balances of these accounts in stroops; accounts without entries are absent. */
  Map<String, Long> balances(Collection<String> accounts) {
    List<Tuple> rows =
        session
            .createNativeQuery(
                "select account, balance from account_balances where account in (:accounts)",
                Tuple.class)
            .setParameterList("accounts", accounts)
            .getResultList();
    Map<String, Long> balances = new HashMap<>();
    for (Tuple row : rows) {
      balances.put(
          row.get("account", String.class), row.get("balance", BigDecimal.class).longValueExact());
    }
    return balances;
  }

  /** One pending amount per farmer and block; a second is not written. */
  void compensate(UUID pooler, UUID farmer, long block, long stroops, String cause) {
    session
        .createNativeMutationQuery(
            """
            insert into compensations (pooler_id, farmer_id, block_index, amount, cause, at)
            values (:pooler, :farmer, :block, :amount, :cause, :at)
            on conflict (farmer_id, block_index) do nothing""")
        .setParameter("pooler", pooler)
        .setParameter("farmer", farmer)
        .setParameter("block", block)
        .setParameter("amount", stroops)
        .setParameter("cause", cause)
        .setParameter("at", clock.instant(), Instant.class)
        .executeUpdate();
  }
}
