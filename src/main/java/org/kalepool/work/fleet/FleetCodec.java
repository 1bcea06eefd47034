package org.kalepool.work.fleet;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.fleet.FleetMessage.News;
import org.kalepool.work.fleet.FleetMessage.Nothing;
import org.kalepool.work.fleet.FleetMessage.Refused;
import org.kalepool.work.fleet.FleetMessage.Verdict;
import org.kalepool.work.fleet.FleetMessage.Who;

/**
 * The fleet's messages as bytes: version, type, then the fields in their order, big-endian, texts
 * in ASCII after a byte with their length. docs/fleet.md has the layout. Nothing is read beyond
 * {@link #MOST_BYTES}, and nothing may follow a message.
 */
public final class FleetCodec {
  /** Of the protocol. */
  public static final int VERSION = 1;

  /** No message is longer. */
  public static final int MOST_BYTES = 4096;

  private static final byte LEASE_REQUEST = 1;
  private static final byte LEASES = 2;
  private static final byte NOTHING = 3;
  private static final byte HIT = 4;
  private static final byte VERDICT = 5;
  private static final byte NEWS = 6;
  private static final byte REFUSED = 7;

  private FleetCodec() {}

  /** The bytes of a message, at most {@link #MOST_BYTES}. */
  public static byte[] encode(FleetMessage message) {
    ByteBuffer out = ByteBuffer.allocate(MOST_BYTES).put((byte) VERSION);
    switch (message) {
      case LeaseRequest request -> write(out.put(LEASE_REQUEST), request);
      case Leases leases -> write(out.put(LEASES), leases);
      case Nothing nothing -> out.put(NOTHING).putInt(nothing.againMillis());
      case Hit hit -> write(out.put(HIT), hit);
      case Verdict verdict -> out.put(VERDICT).put(code(verdict.fate()));
      case News news -> out.put(NEWS).putInt((int) news.block()).put((byte) (news.drop() ? 1 : 0));
      case Refused refused -> text(out.put(REFUSED), refused.why());
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /**
   * The message that these bytes are.
   *
   * @throws BadMessageException if they are none of this version
   */
  public static FleetMessage decode(byte[] bytes) throws BadMessageException {
    if (bytes.length > MOST_BYTES) {
      throw new BadMessageException("%d bytes are too many".formatted(bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int version = in.get();
      byte type = in.get();
      if (version != VERSION && type != REFUSED) {
        throw new BadMessageException(
            "version %d of the protocol, where %d is spoken".formatted(version & 0xff, VERSION));
      }
      FleetMessage message = read(type, in);
      if (in.hasRemaining()) {
        throw new BadMessageException("%d bytes follow the message".formatted(in.remaining()));
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new BadMessageException("the message is cut off", e);
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static FleetMessage read(byte type, ByteBuffer in) throws BadMessageException {
    return switch (type) {
      case LEASE_REQUEST -> leaseRequest(in);
      case LEASES -> leases(in);
      case NOTHING -> new Nothing(in.getInt());
      case HIT ->
          new Hit(
              who(in), Integer.toUnsignedLong(in.getInt()), address(in), in.getLong(), in.get());
      case VERDICT -> new Verdict(fate(in.get()));
      case NEWS -> new News(Integer.toUnsignedLong(in.getInt()), flag(in.get()));
      case REFUSED -> new Refused(text(in));
      default -> throw new BadMessageException("there is no message of type " + type);
    };
  }

  private static void write(ByteBuffer out, LeaseRequest request) {
    write(out, request.who());
    text(out, request.kernel());
    out.putShort((short) request.threads())
        .putLong(request.hashes())
        .putLong(request.wanted())
        .put((byte) request.held().size());
    request.held().forEach(out::putLong);
  }

  private static LeaseRequest leaseRequest(ByteBuffer in) {
    Who who = who(in);
    String kernel = text(in);
    int threads = Short.toUnsignedInt(in.getShort());
    long hashes = in.getLong();
    long wanted = in.getLong();
    int count = in.get() & 0xff;
    List<Long> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(in.getLong());
    }
    return new LeaseRequest(who, kernel, threads, hashes, wanted, held);
  }

  private static void write(ByteBuffer out, Leases leases) {
    out.putInt((int) leases.block())
        .put(leases.entropy().bytes())
        .putInt(leases.validMillis())
        .put((byte) leases.leases().size());
    for (Lease lease : leases.leases()) {
      write(out.putLong(lease.id()), lease.farmer());
      out.putLong(lease.first()).putInt(lease.count()).put((byte) lease.zeros());
    }
  }

  private static Leases leases(ByteBuffer in) {
    long block = Integer.toUnsignedLong(in.getInt());
    Hash entropy = Hash.of(bytes(in));
    int valid = in.getInt();
    int count = in.get() & 0xff;
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leases.add(new Lease(in.getLong(), address(in), in.getLong(), in.getInt(), in.get()));
    }
    return new Leases(block, entropy, valid, leases);
  }

  private static void write(ByteBuffer out, Hit hit) {
    write(out, hit.who());
    write(out.putInt((int) hit.block()), hit.farmer());
    out.putLong(hit.nonce()).put((byte) hit.zeros());
  }

  private static void write(ByteBuffer out, Who who) {
    text(out.putLong(who.instance()), who.name());
  }

  private static Who who(ByteBuffer in) {
    return new Who(in.getLong(), text(in));
  }

  private static void write(ByteBuffer out, Address address) {
    out.put((byte) (address.isContract() ? 1 : 0)).put(address.bytes());
  }

  private static Address address(ByteBuffer in) {
    boolean contract = flag(in.get());
    return contract ? Address.contract(bytes(in)) : Address.account(bytes(in));
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[32];
    in.get(bytes);
    return bytes;
  }

  private static void text(ByteBuffer out, String text) {
    out.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0xff];
    in.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static boolean flag(byte value) {
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("a flag is 0 or 1, not " + value);
    }
    return value == 1;
  }

  private static byte code(Fate fate) {
    return switch (fate) {
      case STORED -> 0;
      case OVER -> 1;
      case WRONG -> 2;
      case LATER -> 3;
    };
  }

  private static Fate fate(byte value) {
    for (Fate fate : Fate.values()) {
      if (code(fate) == value) {
        return fate;
      }
    }
    throw new IllegalArgumentException("no fate of a hit has the number " + value);
  }
}
