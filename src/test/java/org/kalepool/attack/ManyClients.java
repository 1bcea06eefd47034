package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * One client that passes for many, or takes what is there for all. Each attack comes from an
 * address of its own, which has nothing left afterwards.
 */
interface ManyClients extends Target {
  /** Last number of the address of a proxy that the pool trusts. */
  int PROXY = 77;

  private int refused(int from, String lastHop) throws IOException {
    int refused = 0;
    for (int i = 0; i < AttackedPool.RATE * 4 / 10 && refused < 10; i++) {
      StringBuilder requests = new StringBuilder();
      for (int j = 0; j < 10; j++) {
        requests
            .append("GET /api/v1/stats HTTP/1.1\r\nHost: pool\r\nX-Forwarded-For: 198.51.")
            .append(i + "." + j + lastHop)
            .append("\r\nForwarded: for=198.51." + i + "." + j)
            .append(j == 9 ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
      }
      try (RawConnection connection = RawConnection.open(pool().url(), from)) {
        String answers = connection.send(requests.toString()).answer(PATIENCE);
        refused += answers.split("HTTP/1\\.1 429", -1).length - 1;
      }
    }
    return refused;
  }

  private String get(int from, String path, String headers) throws IOException {
    try (RawConnection connection = RawConnection.open(pool().url(), from)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n";
      return connection.send(request + headers + "\r\n").answer(PATIENCE);
    }
  }

  @Test
  default void nobodyHasAFreshBucketForAnAddressOfItsOwnInvention() throws IOException {
    // Until ten are refused, since some come back each second while this goes on.
    assertThat(refused(67, "")).isBetween(10, 19);
  }

  @Test
  default void behindATrustedProxyEachClientHasABucketAndInventsNoOther() throws IOException {
    assertThat(refused(PROXY, ", 203.0.113.5")).isBetween(10, 19);
    String other = get(PROXY, "/api/v1/stats", "X-Forwarded-For: 203.0.113.6\r\n");
    assertThat(RawConnection.status(other)).isEqualTo(200);
  }

  @Test
  default void streamsOfEventsOfOneAddressLockNobodyOut() throws Exception {
    String listen = "GET /api/v1/events HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n";
    try (Crowd crowd = Crowd.open(pool().url(), 68, 40).send(listen + "\r\n")) {
      assertThat(crowd.shrinksTo(5, PATIENCE)).isTrue();
      String more = get(68, "/api/v1/events", "");
      assertThat(RawConnection.status(more)).isEqualTo(429);
      assertThat(more).containsIgnoringCase("\r\nretry-after: 30\r\n");
      String key = "Authorization: Bearer " + AttackedPool.OPERATOR_KEY + "\r\n";
      assertThat(opens(68, listen + key)).isEqualTo(200);
      assertThat(opens(1, listen)).isEqualTo(200);
      assertThat(crowd.open()).isEqualTo(5);
    }
    // They are gone, and the next event finds that out: nothing of it is logged.
  }

  private int opens(int from, String request) throws IOException {
    try (RawConnection connection = RawConnection.open(pool().url(), from)) {
      return RawConnection.status(connection.send(request + "\r\n").answer(Duration.ofMillis(500)));
    }
  }

  @Test
  default void wrongTokensAreLoggedAndSlowedAndCostTheFarmersNothing() throws IOException {
    Farming.Farmer farmer = farming().farmers().getFirst();
    int unauthorized = 0;
    String last = "";
    for (int i = 0; i < 20; i++) {
      last = get(69, farmer.path(), "Authorization: Bearer kf_guess" + i + "\r\n");
      unauthorized += RawConnection.status(last) == 401 ? 1 : 0;
    }
    assertThat(unauthorized).isBetween(10, 12);
    assertThat(RawConnection.status(last)).isEqualTo(429);
    assertThat(last).containsIgnoringCase("\r\nretry-after: ");
    assertThat(pool().log())
        .contains("a log-in from 127.0.0.69 failed")
        .doesNotContain("kf_guess")
        .doesNotContain(farmer.token());
    calls().call("GET", farmer.path(), farmer.token(), null).good();
  }
}
