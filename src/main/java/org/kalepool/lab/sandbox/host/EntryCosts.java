package org.kalepool.lab.sandbox.host;

import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What the network counts for entries: looking them up, decoding, copying and encoding them. */
final class EntryCosts {
  /** Of a footprint's map, and of the map of entries: bytes for each. */
  static final long FOOTPRINT = 25;

  static final long ENTRIES = 68;

  private static final long KEY = 152;
  private static final long ENTRY = 288;
  private static final long VALUE = 96;
  private static final long HEADER = 8;

  private final Budget budget;

  EntryCosts(Budget budget) {
    this.budget = budget;
  }

  private void compareKeys(long times) {
    budget.charge(CostType.MEM_CMP, times * 2, 44);
  }

  /** A look-up among so many. */
  void find(long among, long size) {
    int steps = 64 - Long.numberOfLeadingZeros(among);
    budget.copy(size * (steps + 1));
    compareKeys(steps);
  }

  /** One more, or another one in its place: the whole map is made anew. */
  void insert(long among, boolean isNew, long size) {
    budget.copy(size);
    find(among, size);
    long then = isNew ? among + 1 : among;
    budget.list(then, size);
    budget.copy(size * then);
    compareKeys(Math.max(0, then - 1));
  }

  /** All of them once more. */
  void copyAll(long entries, long size) {
    budget.list(entries, size);
  }

  /** A key that is made. */
  void key(EntryKey key) {
    budget.copy(KEY);
    budget.alloc(KEY);
    if (key.lives() && !key.isCode()) {
      budget.alloc(16);
      budget.copy(16);
    }
  }

  void decode(byte[] data) {
    budget.charge(CostType.VAL_DESER, data.length + HEADER);
    budget.alloc(ENTRY);
    budget.copy(KEY);
    compareKeys(1);
  }

  /** A copy of a value with all that is in it. */
  void copyValue(byte[] scVal) {
    budget.copy(VALUE);
    copyParts(new XdrIn(scVal));
  }

  void copyEntry(EntryKey key, byte[] data) {
    budget.copy(ENTRY);
    if (data[3] == 6) {
      copyParts(new XdrIn(DataXdr.value(key, data)));
    }
  }

  private void copyParts(XdrIn in) {
    switch (in.int32()) {
      case 0, 3, 4 -> in.int32();
      case 2, 5, 6, 7, 8, 21 -> in.int64();
      case 9, 10 -> in.raw(16);
      case 11, 12 -> in.raw(32);
      case 13, 14, 15, 22 -> part(in.opaque().length);
      case 16 -> {
        if (in.present()) {
          int size = in.int32();
          part(VALUE * size);
          copyMany(in, size);
        }
      }
      case 17 -> {
        if (in.present()) {
          copyPairs(in);
        }
      }
      case 18 -> ScValIn.scAddress(in);
      case 19 -> {
        Executable.read(in);
        if (in.present()) {
          copyPairs(in);
        }
      }
      default -> {}
    }
  }

  private void copyPairs(XdrIn in) {
    int size = in.int32();
    part(2 * VALUE * size);
    copyMany(in, 2 * size);
  }

  private void copyMany(XdrIn in, int count) {
    for (int i = 0; i < count; i++) {
      copyParts(in);
    }
  }

  private void part(long bytes) {
    budget.alloc(bytes);
    budget.copy(bytes);
  }

  void encodeKey(EntryKey key) {
    budget.encoded(XdrWrites.key(key), key.size());
  }

  void encodeEntry(EntryKey key, byte[] data) {
    budget.encoded(XdrWrites.entry(key, data), data.length + HEADER);
  }

  /** A LedgerFootprint that is made of its keys. */
  void footprint(HostResult.HostFootprint footprint) {
    long count = 0;
    for (EntryKey key : footprint.readWrite()) {
      key(key);
      insert(count++, true, FOOTPRINT);
    }
    for (EntryKey key : footprint.readOnly()) {
      key(key);
      insert(count++, true, FOOTPRINT);
    }
  }

  /** A LedgerFootprint as XDR. */
  static byte[] xdr(HostResult.HostFootprint footprint) {
    XdrOut out = new XdrOut().int32(footprint.readOnly().size());
    footprint.readOnly().forEach(key -> out.raw(key.bytes()));
    out.int32(footprint.readWrite().size());
    footprint.readWrite().forEach(key -> out.raw(key.bytes()));
    return out.bytes();
  }

  /** The entries of a footprint as the ledger has them, put into a map. */
  void entries(HostResult.HostFootprint footprint, World world) {
    long count = 0;
    for (EntryKey key : footprint.readOnly()) {
      entry(key, world, count++);
    }
    for (EntryKey key : footprint.readWrite()) {
      entry(key, world, count++);
    }
    copyAll(count, ENTRIES);
  }

  private void entry(EntryKey key, World world, long among) {
    key(key);
    EntryState there = world.get(key);
    if (there != null) {
      budget.alloc(there.data().length + HEADER);
      budget.copy(there.data().length + HEADER);
      budget.alloc(48);
    }
    insert(among, true, ENTRIES);
  }
}
