package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** Statements derived from the journal. */
@ApplicationScoped
class JournalStatements implements Statements {
  private static final String STATEMENTS =
      """
      select f.id, f.state, pooler_share(f.id) as terms_share,
        (select coalesce(sum(s.staked), 0) from farmer_counters s
         where s.farmer_id = f.id) as staked,
        (select coalesce(sum(c.amount), 0) from compensations c
         where c.farmer_id = f.id) as compensation,
        coalesce(max(b.balance) filter (where b.account like 'custody:%'), 0) as custody,
        coalesce(max(b.balance) filter (where b.account like 'pail:%'), 0) as pail,
        coalesce(max(b.balance) filter (where b.account like 'deposits:%'), 0) as deposits,
        coalesce(max(b.balance) filter (where b.account like 'rewards:%'), 0) as rewards,
        coalesce(max(b.balance) filter (where b.account like 'forfeits:%'), 0) as forfeits,
        coalesce(max(b.balance) filter (where b.account like 'owed:%'), 0) as owed,
        coalesce(max(b.balance) filter (where b.account like 'payout:%'), 0) as payout,
        coalesce(max(b.balance) filter (where b.account like 'pooler-share:%'), 0) as share,
        coalesce(max(b.balance) filter (where b.account like 'xlm:%'), 0) as xlm,
        coalesce(max(b.balance) filter (where b.account like 'xlm-deposits:%'), 0) as xlm_deposits,
        coalesce(max(b.balance) filter (where b.account like 'fees:%'), 0) as fees
      from farmers f
      left join account_balances b on b.account in (
        'custody:' || f.id, 'pail:' || f.id, 'deposits:' || f.id, 'rewards:' || f.id,
        'forfeits:' || f.id, 'owed:' || f.id, 'payout:' || f.id, 'pooler-share:' || f.id,
        'xlm:' || f.id, 'xlm-deposits:' || f.id, 'fees:' || f.id)
      where f.id = coalesce(cast(? as uuid), f.id)
      group by f.id order by f.seq
      """;

  private static final UUID NIL = new UUID(0, 0);

  private final Db db;
  private final Reconciler reconciler;

  JournalStatements(Db db, Reconciler reconciler) {
    this.db = db;
    this.reconciler = reconciler;
  }

  @Override
  public Optional<Statement> of(UUID farmer) {
    return db.one(STATEMENTS, JournalStatements::statement, farmer);
  }

  @Override
  public List<Statement> all() {
    return db.list(STATEMENTS, JournalStatements::statement, new @Nullable Object[] {null});
  }

  @Override
  public Statement totals() {
    return all().stream().reduce(Statement.none(NIL), Statement::plus);
  }

  @Override
  public ReconciliationResult reconcileAll() {
    return reconciler.all();
  }

  private static Statement statement(ResultSet row) throws SQLException {
    Kale earned = kale(row, "rewards").negate();
    boolean departed = row.getString("state").equals("DEPARTED");
    return new Statement(
        row.getObject("id", UUID.class),
        kale(row, "deposits").negate(),
        kale(row, "staked"),
        kale(row, "forfeits"),
        earned,
        departed ? kale(row, "share") : Kale.ofStroops(row.getLong("terms_share")),
        kale(row, "compensation"),
        kale(row, "owed"),
        Xlm.ofStroops(stroops(row, "fees")),
        kale(row, "payout"),
        kale(row, "custody").plus(kale(row, "pail")),
        Xlm.ofStroops(stroops(row, "xlm_deposits")).negate(),
        Xlm.ofStroops(stroops(row, "xlm")));
  }

  private static Kale kale(ResultSet row, String column) throws SQLException {
    return Kale.ofStroops(stroops(row, column));
  }

  private static long stroops(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).longValueExact();
  }
}
