package org.kalepool.web;

import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** A network such as {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is one, too. */
public record Cidr(byte[] network, int bits) {
  /** Reads a setting's text. */
  public static final class Reader implements Converter<Cidr> {
    @Override
    public Cidr convert(String text) {
      return parse(text.strip())
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "must be addresses or networks such as 127.0.0.1 or 10.0.0.0/8, separated by"
                          + " commas"));
    }
  }

  /** The network of this text; empty if it is none. */
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = ClientAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().length * 8;
    if (slash < 0) {
      return Optional.of(new Cidr(address.get(), most));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > most) {
      return Optional.empty();
    }
    return Optional.of(new Cidr(address.get(), Integer.parseInt(length)));
  }

  /** Whether the address, of 4 or 16 bytes, is in it. */
  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
