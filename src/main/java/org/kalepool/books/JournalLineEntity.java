package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** A row of {@code journal_lines}: one account's change by an entry, in stroops. */
@Entity
@Immutable
@Table(name = "journal_lines")
@IdClass(JournalLineEntity.Key.class)
@NamedNativeQuery(
    name = "JournalLine.of",
    query =
        "select entry_id, account, asset, amount from journal_lines_of(:farmer, :entries)"
            + " order by entry_id, line",
    resultSetMapping = "JournalLine.Stored")
@SqlResultSetMapping(
    name = "JournalLine.Stored",
    classes =
        @ConstructorResult(
            targetClass = JournalRepository.StoredLine.class,
            columns = {
              @ColumnResult(name = "entry_id", type = long.class),
              @ColumnResult(name = "account", type = String.class),
              @ColumnResult(name = "asset", type = String.class),
              @ColumnResult(name = "amount", type = long.class)
            }))
class JournalLineEntity {
  @Id long entryId;
  @Id short line;
  String account;
  String asset;
  long amount;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected JournalLineEntity() {}

  /** The primary key. */
  record Key(long entryId, short line) implements Serializable {}
}
