package org.kalepool.lab.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.kalepool.kale.Sha256;

/** One hash over everything in the pool's database but what is sealed with fresh nonces. */
final class DatabaseDigest {
  private static final String TABLES =
      "select tablename from pg_tables where schemaname = 'public'"
          + " and tablename not in ('flyway_schema_history', 'wallets') order by tablename";

  private DatabaseDigest() {}

  static String of(SimulatedDatabase database) throws SQLException {
    MessageDigest digest = Sha256.digest();
    for (String table : database.rows(TABLES)) {
      digest.update((table + " " + of(database, table) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /** One table's hash, whatever order its rows are stored in. */
  static String of(SimulatedDatabase database, String table) throws SQLException {
    String hash = "md5(string_agg(md5(t::text), '' order by md5(t::text)))";
    List<String> rows = database.rows("select coalesce(" + hash + ", '') from " + table + " t");
    return rows.getFirst();
  }
}
