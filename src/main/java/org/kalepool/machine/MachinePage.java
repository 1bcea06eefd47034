package org.kalepool.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.Find;

/**
 * What the machine knows of one block: who is planted, what was found for whom, what the backend
 * took to be sent, and whether the block's end was reported. Written down as lines.
 */
final class MachinePage {
  /** So many finds of a farmer are kept: the best, and what insurance may send. */
  private static final int KEPT = 4;

  private final Map<UUID, PlantedPail> farmers = new LinkedHashMap<>();
  private final Map<UUID, NavigableMap<Integer, Find>> finds = new LinkedHashMap<>();
  private final Map<UUID, List<SentFind>> sent = new LinkedHashMap<>();
  private boolean reported;

  /**
   * A farmer who is planted.
   *
   * @param order its registration's number
   * @param stake stroops
   * @param ledger of the plant
   */
  record PlantedPail(UUID farmer, long order, Address custodial, long stake, long ledger) {
    String line(long block) {
      return "F " + block + " " + farmer + " " + order + " " + custodial + " " + stake + " "
          + ledger;
    }
  }

  /**
   * A work that the backend took.
   *
   * @param ledger the newest one known then
   */
  record SentFind(Find find, long ledger) {
    String line(long block, UUID farmer) {
      return "S " + block + " " + farmer + " " + text(find) + " " + ledger;
    }
  }

  static String found(long block, UUID farmer, Find find) {
    return "N " + block + " " + farmer + " " + text(find);
  }

  static String reported(long block) {
    return "R " + block;
  }

  private static String text(Find find) {
    return Long.toUnsignedString(find.nonce()) + " " + find.hash().hex();
  }

  private static Find find(String nonce, String hash) {
    return new Find(Long.parseUnsignedLong(nonce), new Hash(hash));
  }

  /**
   * Takes a line's word.
   *
   * @param words the line's, without its block
   * @throws RuntimeException if it is none
   */
  void take(String kind, List<String> words) {
    switch (kind) {
      case "R" -> reported = true;
      case "F" ->
          put(
              new PlantedPail(
                  UUID.fromString(words.get(0)),
                  Long.parseLong(words.get(1)),
                  Address.of(words.get(2)),
                  Long.parseLong(words.get(3)),
                  Long.parseLong(words.get(4))));
      case "N" -> add(UUID.fromString(words.get(0)), find(words.get(1), words.get(2)));
      case "S" ->
          add(
              UUID.fromString(words.get(0)),
              new SentFind(find(words.get(1), words.get(2)), Long.parseLong(words.get(3))));
      default -> throw new IllegalArgumentException("no line begins with " + kind);
    }
  }

  /** Whether that was news. */
  boolean put(PlantedPail farmer) {
    return !farmer.equals(farmers.put(farmer.farmer(), farmer));
  }

  void add(UUID farmer, Find find) {
    NavigableMap<Integer, Find> all = finds.computeIfAbsent(farmer, it -> new TreeMap<>());
    all.put(find.zeros(), find);
    while (all.size() > KEPT) {
      all.pollFirstEntry();
    }
  }

  void add(UUID farmer, SentFind work) {
    sent.computeIfAbsent(farmer, it -> new ArrayList<>()).add(work);
  }

  void report() {
    reported = true;
  }

  boolean isReported() {
    return reported;
  }

  List<PlantedPail> farmers() {
    return List.copyOf(farmers.values());
  }

  List<Find> finds(UUID farmer) {
    NavigableMap<Integer, Find> all = finds.get(farmer);
    return all == null ? List.of() : List.copyOf(all.values());
  }

  List<SentFind> sent(UUID farmer) {
    return List.copyOf(sent.getOrDefault(farmer, List.of()));
  }

  /** All of it. */
  List<String> lines(long block) {
    List<String> lines = new ArrayList<>();
    farmers.values().forEach(farmer -> lines.add(farmer.line(block)));
    finds.forEach((farmer, all) -> all.values().forEach(it -> lines.add(found(block, farmer, it))));
    sent.forEach((farmer, all) -> all.forEach(it -> lines.add(it.line(block, farmer))));
    if (reported) {
      lines.add(reported(block));
    }
    return lines;
  }
}
