package org.kalepool.notice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are everybody's: those that IANA's registries of special purposes do not hold
 * back. All others are of this machine or of networks that only its operator may reach.
 */
final class PublicAddress {
  private static final List<Net> NOT_OF_IPV4 =
      List.of(
          net(8, 0),
          net(8, 10),
          net(10, 100, 64),
          net(8, 127),
          net(16, 169, 254),
          net(12, 172, 16),
          net(24, 192, 0, 0),
          net(24, 192, 0, 2),
          net(24, 192, 88, 99),
          net(16, 192, 168),
          net(15, 198, 18),
          net(24, 198, 51, 100),
          net(24, 203, 0, 113),
          net(3, 224));

  /** What is given out to everybody at present. */
  private static final Net OF_IPV6 = net(3, 0x20);

  private static final List<Net> NOT_OF_IPV6 =
      List.of(
          net(23, 0x20, 0x01, 0x00),
          net(32, 0x20, 0x01, 0x0d, 0xb8),
          net(16, 0x20, 0x02),
          net(20, 0x3f, 0xff, 0x00));

  private PublicAddress() {}

  private record Net(int bits, byte[] prefix) {
    boolean has(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int at = bit / 8;
        int mask = 0x80 >> bit % 8;
        int wanted = at < prefix.length ? prefix[at] : 0;
        if ((address[at] & mask) != (wanted & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? NOT_OF_IPV4.stream().noneMatch(net -> net.has(bytes))
        : OF_IPV6.has(bytes) && NOT_OF_IPV6.stream().noneMatch(net -> net.has(bytes));
  }

  /** 224.0.0.0/3 is multicast and what is reserved above it. */
  private static Net net(int bits, int... bytes) {
    byte[] prefix = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      prefix[i] = (byte) bytes[i];
    }
    return new Net(bits, prefix);
  }
}
