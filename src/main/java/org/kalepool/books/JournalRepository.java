package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Entry.Line;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;

/**
 * The tables {@code journal_entries} and {@code journal_lines}, and {@code compensations}, whose
 * rows come with entries. Writes in the caller's database transaction.
 */
@Singleton
class JournalRepository implements PanacheRepositoryBase<JournalEntryEntity, Long> {
  private final Clock clock;
  private final Leader leader;

  JournalRepository(Clock clock, Leader leader) {
    this.leader = leader;
    this.clock = clock;
  }

  /**
   * An entry without its lines.
   *
   * @param transaction the pool's number of it, null where the entry is not of one
   */
  @RegisterForReflection
  record Bare(
      long id,
      String kind,
      @Nullable Long block,
      @Nullable Long transaction,
      String memo,
      Instant at) {}

  /** By which a transaction of the pool's landed. */
  @RegisterForReflection
  record Landed(long transaction, String hash) {}

  /** A line of an entry, in stroops. */
  @RegisterForReflection
  record StoredLine(long entry, String account, String asset, long amount) {}

  /** What the deeds of a block have cost a farmer, stroops of XLM. */
  @RegisterForReflection
  record BlockFees(long block, long fees) {}

  /**
   * Writes the entry unless one of its key exists or nothing moves.
   *
   * @return whether it was written
   */
  boolean write(Entry entry) {
    return write(List.of(entry)) > 0;
  }

  /** A line with its entry's place, from 1. */
  private record Placed(int place, Line line) {}

  /**
   * The same of several entries, in their order.
   *
   * @return how many lines were written
   */
  int write(List<Entry> all) {
    List<Entry> entries = all.stream().filter(entry -> !entry.lines().isEmpty()).toList();
    if (entries.isEmpty()) {
      return 0;
    }
    leader.holdIfLeading();
    List<Placed> lines = new ArrayList<>();
    for (int place = 1; place <= entries.size(); place++) {
      for (Line line : entries.get(place - 1).lines()) {
        lines.add(new Placed(place, line));
      }
    }
    return getEntityManager()
        .createNamedQuery("JournalEntry.write")
        .setParameter("keys", entries.stream().map(Entry::key).toArray(String[]::new))
        .setParameter("kinds", entries.stream().map(Entry::kind).toArray(String[]::new))
        .setParameter("farmers", entries.stream().map(Entry::farmer).toArray(UUID[]::new))
        .setParameter("blocks", entries.stream().map(Entry::block).toArray(Long[]::new))
        .setParameter("transactions", entries.stream().map(Entry::transaction).toArray(Long[]::new))
        .setParameter("memos", entries.stream().map(Entry::memo).toArray(String[]::new))
        .setParameter("now", clock.instant())
        .setParameter("places", lines.stream().map(Placed::place).toArray(Integer[]::new))
        .setParameter("accounts", of(lines, Line::account))
        .setParameter("assets", of(lines, Line::asset))
        .setParameter("amounts", lines.stream().map(it -> it.line().amount()).toArray(Long[]::new))
        .executeUpdate();
  }

  private static String[] of(List<Placed> lines, Function<Line, String> what) {
    return lines.stream().map(it -> what.apply(it.line())).toArray(String[]::new);
  }

  /**
   * One amount per farmer and block; a second is not written.
   *
   * @param block null for what an operator's correction makes the pooler owe
   */
  void compensate(UUID pooler, UUID farmer, @Nullable Long block, Kale amount, String cause) {
    getEntityManager()
        .createQuery(
            "insert into CompensationEntity (poolerId, farmerId, blockIndex, amount, cause, at)"
                + " values (:pooler, :farmer, :block, :amount, :cause, :now)"
                + " on conflict (farmerId, blockIndex) do nothing")
        .setParameter("pooler", pooler)
        .setParameter("farmer", farmer)
        .setParameter("block", block)
        .setParameter("amount", amount)
        .setParameter("cause", cause)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /** A farmer's entries before this one, newest first, archived blocks included. */
  List<Bare> newest(UUID farmer, long before, int rows) {
    return getEntityManager()
        .createNamedQuery("JournalEntry.newest", Bare.class)
        .setParameter("farmer", farmer)
        .setParameter("before", before)
        .setParameter("rows", rows)
        .getResultList();
  }

  /**
   * What a farmer's plants, works and harvests cost by block, whoever has paid them; of blocks that
   * are not archived.
   *
   * @param from the first block
   */
  Map<Long, Long> fees(UUID farmer, long from) {
    return getEntityManager()
        .createQuery(
            "select e.blockIndex, sum(l.amount) from JournalEntryEntity e"
                + " join JournalLineEntity l on l.entryId = e.id"
                + " where e.farmerId = :farmer and e.kind = 'fee' and e.blockIndex >= :from"
                + " and l.account in (:accounts) group by e.blockIndex",
            BlockFees.class)
        .setParameter("farmer", farmer)
        .setParameter("from", from)
        .setParameter("accounts", List.of(Accounts.fees(farmer), Accounts.advanced(farmer)))
        .getResultStream()
        .collect(Collectors.toMap(BlockFees::block, BlockFees::fees));
  }

  /** The hashes of these transactions that are in a ledger. */
  Map<Long, String> hashes(Collection<Long> transactions) {
    return getEntityManager()
        .createNamedQuery("JournalEntry.hashes", Landed.class)
        .setParameter("transactions", transactions.toArray(Long[]::new))
        .getResultStream()
        .collect(Collectors.toMap(Landed::transaction, Landed::hash));
  }

  /** The lines of these entries of a farmer in their order, archived blocks included. */
  List<StoredLine> lines(UUID farmer, Collection<Long> entries) {
    return getEntityManager()
        .createNamedQuery("JournalLine.of", StoredLine.class)
        .setParameter("farmer", farmer)
        .setParameter("entries", entries.toArray(Long[]::new))
        .getResultList();
  }
}
