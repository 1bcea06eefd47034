package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.runtime.Memory;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** A contract's memory as the host reads and writes it. Positions and lengths are 32 bits. */
final class LinearMemory {
  private static final long PAGE = 65_536;
  private static final long MOST = 0xFFFF_FFFFL;
  private static final int WORD = 8;

  private final Host host;
  private final CallFrame frame;
  private final Memory memory;

  LinearMemory(Host host, CallFrame frame) {
    this.host = host;
    this.frame = frame;
    Memory exported = frame.memory();
    if (exported == null) {
      throw host.log().fault(Kind.WASM_VM, Code.MISSING_VALUE, "no linear memory named `memory`");
    }
    this.memory = exported;
  }

  private void check(long position, long length, String message) {
    if (position + length > memory.pages() * PAGE) {
      throw host.log().fault(Kind.WASM_VM, Code.INDEX_BOUNDS, message);
    }
  }

  private static final String OUTSIDE = "out-of-bounds access to WASM linear memory";
  private static final String BYTES_OUTSIDE = "Memory(OutOfBoundsAccess)";

  byte[] read(long position, long length) {
    host.budget().copy(length);
    check(position, length, BYTES_OUTSIDE);
    return length == 0 ? new byte[0] : memory.readBytes((int) position, (int) length);
  }

  void write(long position, byte[] bytes) {
    host.budget().copy(bytes.length);
    check(position, bytes.length, BYTES_OUTSIDE);
    if (bytes.length > 0) {
      memory.write((int) position, bytes);
    }
  }

  private long end(long position, long length) {
    long end = position + length;
    if (end > MOST) {
      throw overflow(host);
    }
    return end;
  }

  static HostFault overflow(Host host) {
    return host.log().fault(Kind.VALUE, Code.ARITH_DOMAIN, "arithmetic overflow");
  }

  private void checkWords(long position, long count) {
    if (count * WORD > MOST) {
      throw overflow(host);
    }
    end(position, count * WORD);
    check(position, count * WORD, OUTSIDE);
    host.budget().copy(count * WORD);
  }

  /** Values side by side. */
  List<HostValue> values(long position, long count) {
    checkWords(position, count);
    List<HostValue> values = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long bits = memory.readLong((int) (position + i * WORD));
      values.add(Tags.good(bits) ? Dispatch.toValue(host, frame, bits) : bad(bits));
    }
    return List.copyOf(values);
  }

  private HostValue bad(long bits) {
    throw host.log()
        .fault(Kind.VALUE, Code.INVALID_INPUT, "bad value in memory", Values.u32(bits & 0xFF));
  }

  void write(long position, List<HostValue> values) {
    checkWords(position, values.size());
    for (int i = 0; i < values.size(); i++) {
      memory.writeLong(
          (int) (position + (long) i * WORD), frame.toBits(values.get(i), host.budget()));
    }
  }

  /** The bytes that the slice at a place in a table of slices means. */
  byte[] slice(long table, long index) {
    long at = table + index * WORD;
    check(at, WORD, OUTSIDE);
    long position = Integer.toUnsignedLong(memory.readInt((int) at));
    long length = Integer.toUnsignedLong(memory.readInt((int) at + 4));
    end(position, length);
    check(position, length, OUTSIDE);
    return length == 0 ? new byte[0] : memory.readBytes((int) position, (int) length);
  }
}
