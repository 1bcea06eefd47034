package org.kalepool.attack;

import java.time.Duration;

/** What an attack needs: the running pool, honest calls of it, the farmers who must not notice. */
interface Target {
  AttackedPool pool();

  /** What starts such a pool. */
  java.util.List<String> command();

  Calls calls();

  Farming farming();

  /** Long enough for any answer, and for every time-out at the pool's edge. */
  Duration PATIENCE = Duration.ofSeconds(15);

  /** Last number of the address attackers come from; honest callers come from 127.0.0.1. */
  int ATTACKER = 66;

  /** A connection of the attacker's to the public port. */
  default RawConnection connect() throws java.io.IOException {
    return RawConnection.open(pool().url(), ATTACKER);
  }

  /** A metric's value, all of its labels added up; 0 if there is none. */
  default double metric(String name) {
    return calls()
        .metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** What the pool says to these bytes, sent by the attacker over a connection of their own. */
  default String answerTo(String request) throws java.io.IOException {
    try (RawConnection connection = connect()) {
      return connection.send(request).answer(PATIENCE);
    }
  }
}
