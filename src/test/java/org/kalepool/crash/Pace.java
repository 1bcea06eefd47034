package org.kalepool.crash;

import java.util.List;

/** How often the pool has to look at the network, by the age of the block. */
final class Pace {
  private record Quiet(long from, long to) {}

  /** At these ages of a block, in seconds, nothing happens that every ledger must be seen for. */
  private static final List<Quiet> QUIET = List.of(new Quiet(78, 192), new Quiet(222, 252));

  private static final int MOST_LEDGERS = 8;

  private Pace() {}

  /** How many ledgers may close before the pool is to look again. */
  static int ledgers(long age, int ledgerSeconds) {
    return QUIET.stream()
        .filter(quiet -> quiet.from() <= age && age < quiet.to())
        .mapToInt(quiet -> Math.clamp((quiet.to() - age) / ledgerSeconds, 1, MOST_LEDGERS))
        .findFirst()
        .orElse(1);
  }
}
