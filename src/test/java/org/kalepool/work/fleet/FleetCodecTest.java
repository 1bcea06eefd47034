package org.kalepool.work.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
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

class FleetCodecTest {
  private static final Address ACCOUNT = Address.account(new byte[32]);
  private static final Address CONTRACT = Address.contract(new byte[32]);
  private static final Who WHO = new Who(-7, "rack-1.blade_2");

  private static List<FleetMessage> samples() {
    List<Lease> most = new ArrayList<>();
    for (int i = 0; i < FleetMessage.MOST_LEASES; i++) {
      most.add(new Lease(i, i % 2 == 0 ? ACCOUNT : CONTRACT, (long) i << 33, 1 << 30, i));
    }
    List<Long> held = LongStream.range(-64, 64).boxed().toList();
    return List.of(
        new LeaseRequest(WHO, "native-avx512", 4096, 2, 3, List.of()),
        new LeaseRequest(new Who(Long.MIN_VALUE, "a".repeat(32)), "k", 0, Long.MAX_VALUE, 0, held),
        new Leases(0xffff_ffffL, Hash.ZERO, 5_000, most),
        new Leases(0, Hash.ofHex("ab".repeat(32)), 0, List.of()),
        new Nothing(250),
        new Hit(WHO, 5, CONTRACT, -1, 64),
        new Verdict(Fate.STORED),
        new Verdict(Fate.LATER),
        new News(0xffff_ffffL, true),
        new Refused("no"),
        new Refused(" ".repeat(255)));
  }

  @Test
  void everyMessageComesBackAsItWasAndIsShort() throws BadMessageException {
    for (FleetMessage message : samples()) {
      byte[] bytes = FleetCodec.encode(message);
      assertThat(bytes.length).isLessThanOrEqualTo(FleetCodec.MOST_BYTES);
      assertThat(FleetCodec.decode(bytes)).isEqualTo(message);
    }
    assertThat(FleetCodec.encode(samples().getFirst())).hasSizeLessThan(80);
  }

  @Test
  void whatIsCutOffAnywhereIsRefusedByItsName() {
    for (FleetMessage message : samples()) {
      byte[] bytes = FleetCodec.encode(message);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> FleetCodec.decode(cut)).isInstanceOf(BadMessageException.class);
      }
    }
  }

  @Test
  void whatFollowsAMessageIsRefused() {
    for (FleetMessage message : samples()) {
      byte[] bytes = FleetCodec.encode(message);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> FleetCodec.decode(longer)).isInstanceOf(BadMessageException.class);
    }
    assertThatThrownBy(() -> FleetCodec.decode(new byte[FleetCodec.MOST_BYTES + 1]))
        .isInstanceOf(BadMessageException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void anotherVersionIsNamedAndOnlyItsRefusalIsUnderstood() throws BadMessageException {
    for (FleetMessage message : samples()) {
      byte[] bytes = FleetCodec.encode(message);
      bytes[0] = 2;
      if (message instanceof Refused) {
        assertThat(FleetCodec.decode(bytes)).isEqualTo(message);
      } else {
        assertThatThrownBy(() -> FleetCodec.decode(bytes))
            .isInstanceOf(BadMessageException.class)
            .hasMessage("version 2 of the protocol, where 1 is spoken");
      }
    }
  }

  @Test
  void noRangeThatThreadsCouldNotSearchIsTakenForALease() {
    Leases good = new Leases(1, Hash.ZERO, 1, List.of(new Lease(1, ACCOUNT, 1L << 40, 8, 3)));
    int count = FleetCodec.encode(good).length - 5;
    for (int wrong : new int[] {0, -1, (1 << 30) + 1, Integer.MIN_VALUE}) {
      byte[] bytes = FleetCodec.encode(good);
      java.nio.ByteBuffer.wrap(bytes).putInt(count, wrong);
      assertThatThrownBy(() -> FleetCodec.decode(bytes)).isInstanceOf(BadMessageException.class);
    }
    byte[] crossing = FleetCodec.encode(good);
    java.nio.ByteBuffer.wrap(crossing).putLong(count - 8, 0xffff_fffcL);
    assertThatThrownBy(() -> FleetCodec.decode(crossing))
        .isInstanceOf(BadMessageException.class)
        .hasMessageContaining("2^32");
  }

  /** Anything but a message or the one exception fails the test by itself. */
  private static boolean understood(byte[] bytes) {
    try {
      FleetMessage message = FleetCodec.decode(bytes);
      assertThat(FleetCodec.encode(message)).hasSameSizeAs(bytes);
      return true;
    } catch (BadMessageException e) {
      assertThat(e).hasMessageNotContaining("null");
      return false;
    }
  }

  @Test
  void alteredMessagesAreAMessageOrRefused() {
    Random random = new Random(3);
    int understood = 0;
    List<FleetMessage> all = samples();
    for (int run = 0; run < 50_000; run++) {
      byte[] bytes = FleetCodec.encode(all.get(random.nextInt(all.size())));
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes[random.nextInt(Math.min(bytes.length, 120))] = (byte) random.nextInt();
      }
      byte[] some = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(200));
      understood += understood(some) ? 1 : 0;
    }
    assertThat(understood).isBetween(1_000, 49_000);
  }

  @Property(tries = 20_000)
  void noBytesAreMoreThanRefused(@ForAll @Size(max = 300) byte[] bytes) {
    if (bytes.length > 1) {
      bytes[0] = 1;
      bytes[1] = (byte) Math.floorMod(bytes[1], 9);
    }
    assertThat(understood(bytes)).isIn(true, false);
  }
}
