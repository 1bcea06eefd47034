package org.kalepool.books;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.JournalRepository.Bare;
import org.kalepool.books.JournalRepository.StoredLine;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** A farmer's journal in pages, newest first, archived blocks included. */
@Singleton
public final class JournalPages {
  private final JournalRepository journal;
  private final Deposits deposits;

  JournalPages(JournalRepository journal, Deposits deposits) {
    this.journal = journal;
    this.deposits = deposits;
  }

  /**
   * An entry as it is shown.
   *
   * @param hash of the transaction whose fee it is, unless that is a deed of a block
   * @param lines they add up to zero in each asset
   * @param deposit who has paid it, as far as it is known; null unless it is a deposit
   */
  @Schema(name = "JournalEntry")
  public record Shown(
      @JsonIgnore long id,
      @JsonIgnore @Nullable String hash,
      String kind,
      @Nullable Long blockIndex,
      String memo,
      Instant at,
      List<Line> lines,
      Deposits.@Nullable Shown deposit) {}

  /**
   * One account's change.
   *
   * @param amount stroops; positive where the account grows
   */
  @Schema(name = "JournalLine")
  public record Line(
      String account, @Schema(enumeration = {"KALE", "XLM"}) String asset, long amount) {}

  Page<Shown> of(UUID farmer, Paging paging) {
    List<Bare> bare = journal.newest(farmer, paging.before(), paging.rows());
    Map<Long, List<StoredLine>> lines =
        journal.lines(farmer, bare.stream().map(Bare::id).toList()).stream()
            .collect(Collectors.groupingBy(StoredLine::entry));
    Map<Long, String> hashes = hashes(bare);
    Map<Long, Deposits.Shown> paid = deposits.of(farmer, bare, lines);
    List<Shown> rows =
        bare.stream()
            .map(
                entry ->
                    new Shown(
                        entry.id(),
                        entry.transaction() == null ? null : hashes.get(entry.transaction()),
                        entry.kind(),
                        entry.block(),
                        entry.memo(),
                        entry.at(),
                        lines.getOrDefault(entry.id(), List.of()).stream()
                            .map(line -> new Line(line.account(), line.asset(), line.amount()))
                            .toList(),
                        paid.get(entry.id())))
            .toList();
    return Page.of(paging, rows, Shown::id);
  }

  /** Of transactions that are for no block: what the others did is found by that. */
  private Map<Long, String> hashes(List<Bare> entries) {
    List<Long> transactions =
        entries.stream()
            .filter(entry -> entry.block() == null)
            .map(Bare::transaction)
            .filter(Objects::nonNull)
            .toList();
    return transactions.isEmpty() ? Map.of() : journal.hashes(transactions);
  }
}
