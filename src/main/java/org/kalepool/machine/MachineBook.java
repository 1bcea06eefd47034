package org.kalepool.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.machine.MachinePage.PlantedPail;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.work.Find;
import org.kalepool.work.KeptNonces;

/**
 * The machine's memory: a page for each block that still matters, and a journal file from which a
 * restart has them again. A file that cannot be written stops nobody: what was found is in memory,
 * and all is written anew when the disk takes it. Thread-safe.
 */
public final class MachineBook implements KeptNonces, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MachineBook.class);

  /** A report may be late by so many blocks; a day, then nobody can check it any more. */
  private static final long LATEST_REPORT = 288;

  private final MachineJournal file;
  private final NavigableMap<Long, MachinePage> pages = new TreeMap<>();
  private @Nullable Self self;
  private @Nullable String trouble;

  /** As whom the machine works, and on which network. */
  public record Self(UUID pooler, String wallet, String passphrase, String contract, String asset) {
    private String line() {
      String words =
          Base64.getEncoder().encodeToString(passphrase.getBytes(StandardCharsets.UTF_8));
      return "I 0 " + pooler + " " + wallet + " " + words + " " + contract + " " + asset;
    }

    private static Self of(List<String> words) {
      return new Self(
          UUID.fromString(words.get(0)),
          words.get(1),
          new String(Base64.getDecoder().decode(words.get(2)), StandardCharsets.UTF_8),
          words.get(3),
          words.get(4));
    }
  }

  private MachineBook(MachineJournal file) {
    this.file = file;
  }

  /**
   * Opens the book, and writes it anew without what was torn.
   *
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static MachineBook open(Path path) {
    try {
      return open(JournalFile.open(path));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal " + path + ": " + e.getMessage(), e);
    }
  }

  /** As above. */
  static MachineBook open(MachineJournal journal) throws IOException {
    MachineBook book = new MachineBook(journal);
    book.load();
    book.file.rewrite(book.lines());
    return book;
  }

  private synchronized void load() {
    file.read("journal", this::take);
  }

  private void take(String kind, long block, List<String> words) {
    if (kind.equals("I")) {
      self = Self.of(words);
    } else {
      page(block).take(kind, words);
    }
  }

  private MachinePage page(long block) {
    return pages.computeIfAbsent(block, it -> new MachinePage());
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (self != null) {
      lines.add(self.line());
    }
    pages.forEach((block, page) -> lines.addAll(page.lines(block)));
    return lines;
  }

  private void write(List<String> lines) {
    try {
      if (file.appendable()) {
        file.append(lines);
      } else {
        file.rewrite(lines());
      }
      trouble = null;
    } catch (IOException e) {
      if (trouble == null) {
        LOG.errorf("the journal cannot be written, a restart would forget: %s", e.getMessage());
      }
      trouble = String.valueOf(e.getMessage());
    }
  }

  /** As whom the machine worked last. */
  public synchronized Optional<Self> self() {
    return Optional.ofNullable(self);
  }

  public synchronized void self(Self now) {
    if (!now.equals(self)) {
      self = now;
      write(List.of(now.line()));
    }
  }

  /** Why the file cannot be written; empty if it can. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  synchronized void planted(long block, Collection<PlantedPail> farmers) {
    MachinePage page = page(block);
    List<String> news =
        farmers.stream().filter(page::put).map(farmer -> farmer.line(block)).toList();
    if (!news.isEmpty()) {
      write(news);
    }
  }

  /** Who is planted, as far as is known. */
  synchronized List<PlantedPail> farmers(long block) {
    MachinePage page = pages.get(block);
    return page == null ? List.of() : page.farmers();
  }

  @Override
  public synchronized void keep(long index, Map<UUID, List<Find>> finds) {
    MachinePage page = page(index);
    List<String> lines = new ArrayList<>();
    finds.forEach(
        (farmer, each) -> {
          for (Find find : each) {
            page.add(farmer, find);
            lines.add(MachinePage.found(index, farmer, find));
          }
        });
    write(lines);
  }

  @Override
  public synchronized Map<UUID, List<Find>> kept(long index, Collection<UUID> farmers) {
    Map<UUID, List<Find>> kept = new LinkedHashMap<>();
    MachinePage page = pages.get(index);
    if (page != null) {
      for (UUID farmer : farmers) {
        List<Find> finds = page.finds(farmer);
        if (!finds.isEmpty()) {
          kept.put(farmer, finds);
        }
      }
    }
    return kept;
  }

  synchronized void sent(long block, UUID farmer, SentFind work) {
    page(block).add(farmer, work);
    write(List.of(work.line(block, farmer)));
  }

  /** What the backend took for a farmer, in the order of the taking. */
  synchronized List<SentFind> sent(long block, UUID farmer) {
    MachinePage page = pages.get(block);
    return page == null ? List.of() : page.sent(farmer);
  }

  synchronized void reported(long block) {
    page(block).report();
    write(List.of(MachinePage.reported(block)));
  }

  /** Blocks before this one in which somebody was planted, and whose end is not reported. */
  synchronized List<Long> unreported(long running) {
    return pages.headMap(running).entrySet().stream()
        .filter(page -> !page.getValue().isReported() && !page.getValue().farmers().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Leaves out what no longer matters when this block runs. */
  synchronized void prune(long running) {
    boolean gone =
        pages
            .headMap(running - 1)
            .entrySet()
            .removeIf(
                page ->
                    page.getValue().isReported()
                        || page.getValue().farmers().isEmpty()
                        || page.getKey() < running - LATEST_REPORT);
    if (gone) {
      try {
        file.rewrite(lines());
        trouble = null;
      } catch (IOException e) {
        trouble = String.valueOf(e.getMessage());
        LOG.errorf("the journal cannot be written anew: %s", e.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be closed", e);
    }
  }
}
