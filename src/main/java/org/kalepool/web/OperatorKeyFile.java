package org.kalepool.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How operators' keys are written down: each on a line of its own as {@code NAME sha256:HEX ROLE},
 * never the key itself; without a role, as before there were any, it is an admin's. Empty lines and
 * those that begin with {@code #} say nothing. A single key as it is, as pools had it before, is
 * understood where that is allowed.
 */
public final class OperatorKeyFile {
  /** The operator who has a key that is written down as it is. */
  public static final String NAMELESS = "operator";

  /** The settings that say who the operators are. */
  public static final String FILE = "kale.operator.key-file";

  /** All that stands in the file of a pool that has no operator yet, but is to take the first. */
  public static final String NOBODY = "# nobody yet: ./pool operator-key NAME";

  public static final String KEY = "kale.operator.key";

  private static final int LEAST_LENGTH = 16;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,39}");
  private static final Pattern HASHED = Pattern.compile("\\s|^sha256:");
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+sha256:([0-9a-f]{64})(?:\\s+(\\S+))?");
  // Records name these as who did something.
  private static final Set<String> OTHERS =
      Set.of("farmer", "pool", "pooler", "restore", "anybody");

  private OperatorKeyFile() {}

  /** One operator's key, by its hash. */
  public record Entry(String name, byte[] hash, OperatorRole role) {
    /** The line that stands for it. */
    public String line() {
      return name + " sha256:" + hex() + " " + role.code();
    }

    private String hex() {
      return HexFormat.of().formatHex(hash);
    }
  }

  /** The entry for a key. */
  public static Entry entry(String name, String key, OperatorRole role) {
    return new Entry(name, Token.hash(key), role);
  }

  /** The same of an operator who may do everything. */
  public static Entry entry(String name, String key) {
    return entry(name, key, OperatorRole.ADMIN);
  }

  /** Whether an operator can be called that. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches() && !OTHERS.contains(name);
  }

  /**
   * The keys that are set.
   *
   * @param file {@code kale.operator.key-file}: lines as above
   * @param key {@code kale.operator.key}, looked at without a file: the same, with commas between
   *     lines, or one key as it is
   * @param plain whether a key may stand there as it is
   * @throws IllegalArgumentException naming the setting, and saying what is wrong and what to do
   */
  public static List<Entry> set(Optional<Path> file, Optional<String> key, boolean plain) {
    if (file.isPresent()) {
      String text = text(file.get());
      return saysNobody(text) ? List.of() : read(text, FILE + " (" + file.get() + ")", plain);
    }
    return key.map(text -> read(text.replace(',', '\n'), KEY, plain)).orElse(List.of());
  }

  /** Whether a file's text says that there is no operator; an empty one says nothing. */
  public static boolean saysNobody(String text) {
    return text.strip().equals(NOBODY);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          FILE + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /**
   * The keys in a text.
   *
   * @param where it stands, for the message
   * @param plain whether it may be a key as it is
   * @throws IllegalArgumentException saying what is wrong, where, and what to do; never what stands
   *     there
   */
  public static List<Entry> read(String text, String where, boolean plain) {
    List<String> lines = lines(text);
    if (lines.isEmpty()) {
      throw wrong(where + " holds no operator's key: make one with ./pool operator-key NAME");
    }
    if (lines.size() == 1 && !HASHED.matcher(lines.getFirst()).find()) {
      return List.of(nameless(lines.getFirst(), where, plain));
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      Entry entry = parsed(lines.get(i), where + ", operator " + (i + 1));
      if (!seen.add(entry.name()) || !seen.add(entry.hex())) {
        throw wrong(where + " names " + entry.name() + " or its key twice: one key has one name");
      }
      entries.add(entry);
    }
    return entries;
  }

  /**
   * The keys in a text that was changed while the pool runs: a line that cannot be read lets nobody
   * in, and keeps none of the others out.
   *
   * @param wrong is told what {@link #read} would have said
   */
  static List<Entry> readEach(String text, String where, boolean plain, Consumer<String> wrong) {
    List<String> lines = lines(text);
    try {
      return lines.isEmpty() ? List.of() : read(text, where, plain);
    } catch (IllegalArgumentException e) {
      wrong.accept(String.valueOf(e.getMessage()));
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        Entry entry = parsed(lines.get(i), where + ", operator " + (i + 1));
        if (entries.stream()
            .noneMatch(e -> e.name().equals(entry.name()) || e.hex().equals(entry.hex()))) {
          entries.add(entry);
        }
      } catch (IllegalArgumentException e) {
        wrong.accept(String.valueOf(e.getMessage()));
      }
    }
    return entries;
  }

  private static List<String> lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static Entry nameless(String key, String where, boolean plain) {
    if (key.length() < LEAST_LENGTH) {
      throw wrong(
          where
              + " holds an operators' key of "
              + key.length()
              + " characters; it must have at least "
              + LEAST_LENGTH
              + ": make one with ./pool operator-key NAME");
    }
    if (!plain) {
      throw wrong(
          where
              + " holds an operators' key as it is, and on a public network only its hash may be"
              + " kept: ./pool operator-key NAME makes a new one, and a hash of the old one");
    }
    return entry(NAMELESS, key);
  }

  private static Entry parsed(String line, String where) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw wrong(
          where
              + ": not of the form 'NAME sha256:HEX ROLE', as ./pool operator-key NAME writes it");
    }
    String name = parts.group(1);
    if (!isName(name)) {
      throw wrong(
          where
              + ": an operator's name has up to 40 small letters, digits, dots, dashes and"
              + " underscores, begins with a letter, and is none of "
              + String.join(", ", OTHERS.stream().sorted().toList()));
    }
    String role = parts.group(3);
    return new Entry(
        name,
        HexFormat.of().parseHex(parts.group(2)),
        role == null
            ? OperatorRole.ADMIN
            : OperatorRole.of(role)
                .orElseThrow(
                    () -> wrong(where + ": an operator's role is viewer, operator or admin")));
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
