package org.kalepool.books;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** A farmer's journal in pages, newest first, archived blocks included. */
@Singleton
final class JournalPages {
  private final Db db;

  JournalPages(Db db) {
    this.db = db;
  }

  /**
   * An entry as it is shown.
   *
   * @param lines they add up to zero in each asset
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "JournalEntry")
  record Shown(
      @JsonIgnore long id,
      String kind,
      @Nullable Long blockIndex,
      String memo,
      Instant at,
      List<Line> lines) {

    private Shown with(List<Line> read) {
      return new Shown(id, kind, blockIndex, memo, at, read);
    }
  }

  /**
   * One account's change.
   *
   * @param amount stroops; positive where the account grows
   */
  @Schema(name = "JournalLine")
  record Line(String account, @Schema(enumeration = {"KALE", "XLM"}) String asset, long amount) {}

  private record Stored(long entry, Line line) {}

  Page<Shown> of(UUID farmer, Paging paging) {
    List<Shown> bare =
        db.list(
            "select * from newest_journal_entries(?, ?, ?)",
            row ->
                new Shown(
                    row.getLong("id"),
                    row.getString("kind"),
                    row.getObject("block_index", Long.class),
                    row.getString("memo"),
                    row.getTimestamp("at").toInstant(),
                    List.of()),
            farmer,
            paging.before(),
            paging.rows());
    Map<Long, List<Line>> lines = lines(farmer, bare);
    List<Shown> rows =
        bare.stream().map(row -> row.with(lines.getOrDefault(row.id(), List.of()))).toList();
    return Page.of(paging, rows, Shown::id);
  }

  private Map<Long, List<Line>> lines(UUID farmer, List<Shown> entries) {
    Long[] ids = entries.stream().map(Shown::id).toArray(Long[]::new);
    return db
        .list(
            "select entry_id, account, asset, amount from journal_lines_of(?, ?)"
                + " order by entry_id, line",
            row ->
                new Stored(
                    row.getLong("entry_id"),
                    new Line(
                        row.getString("account"), row.getString("asset"), row.getLong("amount"))),
            farmer,
            ids)
        .stream()
        .collect(
            Collectors.groupingBy(
                Stored::entry, Collectors.mapping(Stored::line, Collectors.toList())));
  }
}
