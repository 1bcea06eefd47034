package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code journal_entries}. */
@Entity
@Immutable
@Table(name = "journal_entries")
@NamedNativeQuery(
    name = "JournalEntry.write",
    // entries and their lines at once: lines of an entry that is there already are not written
    query =
        """
        with given as (
          select * from unnest(cast(:keys as text[]), cast(:kinds as text[]),
            cast(:farmers as uuid[]), cast(:blocks as bigint[]), cast(:transactions as bigint[]),
            cast(:memos as text[])) with ordinality
            as g (key, kind, farmer, block, transaction, memo, place)),
        entry as (
          insert into journal_entries (key, kind, farmer_id, block_index, transaction_id, memo, at)
          select key, kind, farmer, block, transaction, memo, :now from given order by place
          on conflict (key) do nothing returning id, key)
        insert into journal_lines (entry_id, line, account, asset, amount)
        select e.id, row_number() over (partition by e.id order by l.number) - 1, l.account,
          l.asset, l.amount
        from entry e
        join given g on g.key = e.key
        join unnest(cast(:places as int[]), cast(:accounts as text[]), cast(:assets as text[]),
          cast(:amounts as bigint[])) with ordinality
          as l (place, account, asset, amount, number) on l.place = g.place
        order by l.number
        """)
@NamedNativeQuery(
    name = "JournalEntry.newest",
    query =
        "select id, kind, block_index, transaction_id, memo, at"
            + " from newest_journal_entries(:farmer, :before, :rows)",
    resultSetMapping = "JournalEntry.Bare")
@NamedNativeQuery(
    name = "JournalEntry.hashes",
    query =
        "select id, hash from known_transactions"
            + " where id = any (cast(:transactions as bigint[])) and hash is not null",
    resultSetMapping = "JournalEntry.Landed")
@SqlResultSetMapping(
    name = "JournalEntry.Landed",
    classes =
        @ConstructorResult(
            targetClass = JournalRepository.Landed.class,
            columns = {
              @ColumnResult(name = "id", type = long.class),
              @ColumnResult(name = "hash", type = String.class)
            }))
@SqlResultSetMapping(
    name = "JournalEntry.Bare",
    classes =
        @ConstructorResult(
            targetClass = JournalRepository.Bare.class,
            columns = {
              @ColumnResult(name = "id", type = long.class),
              @ColumnResult(name = "kind", type = String.class),
              @ColumnResult(name = "block_index", type = Long.class),
              @ColumnResult(name = "transaction_id", type = Long.class),
              @ColumnResult(name = "memo", type = String.class),
              @ColumnResult(name = "at", type = Instant.class)
            }))
class JournalEntryEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  /** Natural: a second entry of the same key is not written. */
  String key;

  String kind;
  @Nullable UUID farmerId;
  @Nullable Long blockIndex;
  @Nullable Long transactionId;
  String memo;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected JournalEntryEntity() {}
}
