package org.kalepool.lab.sandbox.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.LedgerJournal;
import org.kalepool.lab.sandbox.ledger.StoredEntry;

/**
 * The state in a folder: a snapshot, and a log of the ledgers closed since. A ledger is on the disk
 * before anybody can see it, so whoever was told of a transaction finds it again after a crash. A
 * snapshot replaces an older one by a rename and names the log that belongs to it.
 */
public final class FileJournal implements LedgerJournal, AutoCloseable {
  private static final int FORMAT = 1;
  private static final int CLOSED = 1;
  private static final int GRANTED = 2;
  private static final long LARGEST_LOG = 64L << 20;

  private final Path folder;
  private final String identity;
  private long generation;
  private @Nullable RecordLog log;

  /** What was found in the folder. */
  public record Saved(Map<Key, StoredEntry> entries, List<ClosedLedger> ledgers) {}

  /**
   * @param identity what the state belongs to; another one's is refused
   */
  public FileJournal(Path folder, String identity) {
    this.folder = folder;
    this.identity = identity;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path snapshotFile() {
    return folder.resolve("snapshot");
  }

  private Path logFile(long number) {
    return folder.resolve("ledgers-" + number);
  }

  /** Reads what is there, empty in a new folder. */
  public Optional<Saved> load() {
    List<byte[]> snapshot = RecordLog.read(snapshotFile());
    if (snapshot.isEmpty()) {
      return Optional.empty();
    }
    StateIn head = new StateIn(snapshot.getFirst());
    if (head.number() != FORMAT || !head.text().equals(identity)) {
      throw new IllegalStateException(
          folder + " holds the state of another network; use another folder");
    }
    generation = head.number();
    Restored restored = new Restored();
    restored.apply(head.changes());
    snapshot.stream().skip(1).forEach(record -> restored.ledgers.add(new StateIn(record).ledger()));
    RecordLog.read(logFile(generation)).forEach(restored::replay);
    return Optional.of(new Saved(restored.entries, restored.ledgers));
  }

  private static final class Restored {
    final Map<Key, StoredEntry> entries = new LinkedHashMap<>();
    final List<ClosedLedger> ledgers = new ArrayList<>();

    void replay(byte[] record) {
      StateIn in = new StateIn(record);
      if (in.number() == CLOSED) {
        ledgers.add(in.ledger());
      }
      apply(in.changes());
    }

    void apply(List<Change> changes) {
      for (Change change : changes) {
        StoredEntry after = change.after();
        if (after == null) {
          entries.remove(change.key());
        } else {
          entries.put(change.key(), after);
        }
      }
    }
  }

  /** Writes the whole state down and starts a new log. */
  public void snapshot(Map<Key, StoredEntry> entries, Iterable<ClosedLedger> ledgers) {
    long next = generation + 1;
    Path temporary = folder.resolve("snapshot.new");
    try {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(logFile(next));
      try (RecordLog out = RecordLog.open(temporary)) {
        List<Change> all = new ArrayList<>();
        entries.forEach(
            (key, entry) -> {
              if (!(entry.data() instanceof Data.Setting)) {
                all.add(new Change(key, null, entry));
              }
            });
        StateOut head = new StateOut().number(FORMAT).text(identity).number(next);
        head.changes(all);
        out.append(head.bytes());
        for (ClosedLedger ledger : ledgers) {
          StateOut record = new StateOut();
          record.ledger(ledger);
          out.append(record.bytes());
        }
        out.sync();
      }
      RecordLog newLog = RecordLog.open(logFile(next));
      newLog.sync();
      Files.move(temporary, snapshotFile(), StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
      close();
      log = newLog;
      Files.deleteIfExists(logFile(generation));
      generation = next;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Whether the log has become so long that a snapshot is due. */
  public boolean isLong() {
    return open().size() > LARGEST_LOG;
  }

  @Override
  public void closed(ClosedLedger ledger, List<Change> changes) {
    StateOut out = new StateOut().number(CLOSED);
    out.ledger(ledger);
    append(out, changes);
  }

  @Override
  public void granted(long ledger, List<Change> changes) {
    append(new StateOut().number(GRANTED), changes);
  }

  private void append(StateOut out, List<Change> changes) {
    out.changes(changes);
    RecordLog current = open();
    current.append(out.bytes());
    current.sync();
  }

  private RecordLog open() {
    if (log == null) {
      throw new IllegalStateException("no snapshot has been written yet");
    }
    return log;
  }

  @Override
  public void close() {
    try {
      if (log != null) {
        log.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
