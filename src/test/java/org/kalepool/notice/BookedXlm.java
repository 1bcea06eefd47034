package org.kalepool.notice;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.UUID;
import org.kalepool.db.Db;

/** What the books say of a farmer's XLM, without the entries that made it so. */
final class BookedXlm {
  private BookedXlm() {}

  static void set(Db db, UUID farmer, long stroops) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update(
                  "insert into account_balances (account, asset, balance) values (?, 'XLM', ?)"
                      + " on conflict (account, asset) do update set balance = excluded.balance",
                  "xlm:" + farmer,
                  stroops);
            });
  }
}
