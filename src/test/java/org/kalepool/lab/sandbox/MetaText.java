package org.kalepool.lab.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/**
 * What a TransactionMeta of version 4 tells that must be the same in every node: which entries were
 * made, changed, restored and removed, with what they hold; what was emitted, returned and charged.
 * The order of changes is the node's own affair, and so is in which ledger a life was changed last.
 */
final class MetaText {
  private static final int CREATED = 0;
  private static final int UPDATED = 1;
  private static final int REMOVED = 2;
  private static final int STATE = 3;
  private static final int TTL = 9;

  /**
   * @param type LedgerEntryType
   * @param name SHA-256 of the key; of a life, of the entry's that lives
   * @param text the entry as hex, for lives without the ledger that changed it
   */
  private record Line(int kind, int type, String name, String text, long life) {}

  private final XdrWalk in;
  private final List<List<Line>> changes = new ArrayList<>();
  private final StringBuilder rest = new StringBuilder();

  private MetaText(byte[] meta) {
    in = new XdrWalk(meta);
  }

  static MetaText of(String base64) {
    MetaText text = new MetaText(Base64.getDecoder().decode(base64));
    text.read();
    return text;
  }

  /** The life of an entry that lived longer afterwards. */
  OptionalLong lifeBefore(byte[] keyHash) {
    String name = HexFormat.of().formatHex(keyHash);
    return changes.stream()
        .flatMap(List::stream)
        .filter(line -> line.type == TTL && line.kind == STATE && line.name.equals(name))
        .mapToLong(Line::life)
        .findFirst();
  }

  /**
   * @param ledger that the transaction is in
   */
  List<String> lines(long ledger) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      String place = i + " ";
      shown(changes.get(i), ledger).sorted().forEach(line -> lines.add(place + line));
    }
    lines.add(rest.toString());
    return lines;
  }

  /** A temporary entry that was over is as good as none, whether it has been evicted or not. */
  private static Stream<String> shown(List<Line> changes, long ledger) {
    Map<String, Boolean> over = new HashMap<>();
    for (Line line : changes) {
      if (line.type == TTL && line.kind == STATE && line.life < ledger) {
        over.put(line.name, true);
      }
    }
    return changes.stream()
        .filter(line -> !(line.kind == STATE && over.containsKey(line.name)))
        .map(
            line ->
                (line.kind == UPDATED && over.containsKey(line.name) ? CREATED : line.kind)
                    + " "
                    + line.type
                    + " "
                    + line.name
                    + " "
                    + line.text);
  }

  private void read() {
    if (in.int32() != 4) {
      throw new IllegalArgumentException("not a TransactionMeta of version 4");
    }
    in.skip(4);
    changes.add(changes());
    int operations = in.count();
    for (int i = 0; i < operations; i++) {
      in.skip(4);
      changes.add(changes());
      int events = in.count();
      for (int e = 0; e < events; e++) {
        rest.append(hex(this::skipEvent)).append('\n');
      }
    }
    changes.add(changes());
    int start = in.position();
    if (in.int32() != 0) {
      if (in.int32() != 0) {
        in.skip(28);
      }
      if (in.int32() != 0) {
        in.skipValue();
      }
    }
    rest.append(HexFormat.of().formatHex(in.since(start))).append('\n');
  }

  private String hex(Runnable skip) {
    int start = in.position();
    skip.run();
    return HexFormat.of().formatHex(in.since(start));
  }

  private void skipEvent() {
    in.skip(4);
    if (in.int32() != 0) {
      in.skip(32);
    }
    in.skip(8);
    in.skipValues();
    in.skipValue();
  }

  private List<Line> changes() {
    List<Line> lines = new ArrayList<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int kind = in.int32();
      lines.add(kind == REMOVED ? removed() : entry(kind));
    }
    return lines;
  }

  private Line removed() {
    int start = in.position();
    int type = in.int32();
    if (type == TTL) {
      byte[] hash = in.skip(32).since(start + 4);
      return new Line(REMOVED, type, HexFormat.of().formatHex(hash), "", 0);
    }
    skipKey(type);
    byte[] key = in.since(start);
    return new Line(REMOVED, type, name(key), "", 0);
  }

  private void skipKey(int type) {
    switch (type) {
      case 0 -> in.skip(36);
      case 1 -> {
        in.skip(36);
        in.skipAsset();
      }
      case 4 -> in.skip(36);
      case 6 -> {
        in.skipAddress();
        in.skipValue();
        in.skip(4);
      }
      case 7 -> in.skip(32);
      default -> throw new IllegalArgumentException("a key of type " + type);
    }
  }

  private Line entry(int kind) {
    int start = in.position();
    in.skip(4);
    int dataStart = in.position();
    int type = in.int32();
    byte[] key = skipData(type);
    long life = 0;
    if (type == TTL) {
      byte[] ttl = in.since(dataStart);
      life = Integer.toUnsignedLong(new XdrWalk(ttl).skip(36).int32());
    }
    skipExtension();
    byte[] all = in.since(start);
    if (type == TTL) {
      Arrays.fill(all, 0, 4, (byte) 0);
    }
    String name = type == TTL ? HexFormat.of().formatHex(key) : name(key);
    return new Line(kind, type, name, HexFormat.of().formatHex(all), life);
  }

  private void skipExtension() {
    if (in.int32() != 0) {
      if (in.int32() != 0) {
        in.skip(36);
      }
      in.skip(4);
    }
  }

  private static String name(byte[] key) {
    return HexFormat.of().formatHex(Sha256.of(key));
  }

  /** The key of the entry as XDR; of a life, the hash that it has for a key. */
  private byte[] skipData(int type) {
    int start = in.position();
    switch (type) {
      case 0 -> {
        byte[] account = in.skip(36).since(start);
        skipAccount();
        return new XdrOut().int32(type).raw(account).bytes();
      }
      case 1 -> {
        in.skip(36);
        in.skipAsset();
        byte[] line = in.since(start);
        in.skip(20);
        skipNone("a trustline's liabilities");
        return new XdrOut().int32(type).raw(line).bytes();
      }
      case 6 -> {
        int key = in.skip(4).position();
        in.skipAddress();
        in.skipValue();
        byte[] name = in.skip(4).since(key);
        in.skipValue();
        return new XdrOut().int32(type).raw(name).bytes();
      }
      case 7 -> {
        if (in.int32() != 0) {
          in.skip(48);
        }
        int hash = in.position();
        byte[] key = in.skip(32).since(hash);
        in.skipOpaque();
        return new XdrOut().int32(type).raw(key).bytes();
      }
      case TTL -> {
        byte[] hash = in.skip(32).since(start);
        in.skip(4);
        return hash;
      }
      default -> throw new IllegalArgumentException("an entry of type " + type);
    }
  }

  private void skipNone(String what) {
    if (in.int32() != 0) {
      throw new IllegalArgumentException("not looked for: " + what);
    }
  }

  private void skipAccount() {
    in.skip(20);
    skipNone("an inflation destination");
    in.skip(4).skipOpaque();
    in.skip(4);
    skipNone("further signers");
    if (in.int32() == 1) {
      in.skip(16);
      if (in.int32() == 2) {
        in.skip(8);
        int sponsors = in.count();
        for (int i = 0; i < sponsors; i++) {
          if (in.int32() != 0) {
            in.skip(36);
          }
        }
        if (in.int32() == 3) {
          in.skip(16);
        }
      }
    }
  }
}
