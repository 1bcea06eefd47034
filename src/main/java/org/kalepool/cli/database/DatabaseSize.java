package org.kalepool.cli.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How large a pool's database is: each table with its indexes and what is stored out of line. Asked
 * by JDBC: the pool that the database is of need not run.
 *
 * @param live pairs of farmer and block whose rows are as they were made
 * @param archived pairs that are in the archive
 */
public record DatabaseSize(List<Table> tables, long live, long archived) {
  /** What archiving and farming grow; everything else belongs to farmers, not to blocks. */
  private static final String SIZES =
      """
      select c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid)
      from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      order by pg_total_relation_size(c.oid) desc, c.relname
      """;

  private static final String PAIRS =
      """
      select (select count(*) from (select distinct farmer_id, block_index from plantings) l),
        (select coalesce(sum(farmers), 0) from archived_blocks)
      """;

  private static final List<String> ARCHIVE =
      List.of(
          "archive_pages",
          "archive_layouts",
          "archived_blocks",
          "carried_forward",
          "used_sequences",
          "block_operations",
          "planted_blocks");

  /** One table, bytes. */
  record Table(String name, long rows, long indexes) {
    long bytes() {
      return rows + indexes;
    }
  }

  public static DatabaseSize of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<Table> tables = new ArrayList<>();
      try (ResultSet row = statement.executeQuery(SIZES)) {
        while (row.next()) {
          tables.add(new Table(row.getString(1), row.getLong(2), row.getLong(3)));
        }
      }
      try (ResultSet row = statement.executeQuery(PAIRS)) {
        row.next();
        return new DatabaseSize(tables, row.getLong(1), row.getLong(2));
      }
    }
  }

  /** Lets the server count anew; with {@code full} it writes every table anew, too. */
  public static void update(Connection connection, boolean full) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(full ? "vacuum (full, analyze)" : "vacuum analyze");
    }
  }

  /** What is kept for ever, bytes: the archive, and what each block leaves beside it. */
  long archiveBytes() {
    return tables.stream().filter(t -> ARCHIVE.contains(t.name())).mapToLong(Table::bytes).sum();
  }

  long liveBytes() {
    return tables.stream().mapToLong(Table::bytes).sum() - archiveBytes();
  }

  /** Bytes of a farmer's block in the archive, 0 if there are none. */
  long perArchived() {
    return archived == 0 ? 0 : archiveBytes() / archived;
  }

  /** Bytes of a farmer's block among the newest, 0 if there are none. */
  long perLive() {
    return live == 0 ? 0 : liveBytes() / live;
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| table | KB | of it indexes |");
    lines.add("|---|---|---|");
    for (Table table : tables) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.1f |",
              table.name(),
              table.bytes() / 1024.0,
              table.indexes() / 1024.0));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "archived: %d farmers' blocks, %d bytes each; newest: %d, %d bytes each",
            archived,
            perArchived(),
            live,
            perLive()));
    return lines;
  }
}
