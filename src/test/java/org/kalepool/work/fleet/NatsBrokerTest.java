package org.kalepool.work.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.fleet.NatsServer;
import org.kalepool.work.fleet.Broker.Trouble.Kind;

/** Against a real nats-server. */
class NatsBrokerTest extends NatsFixture {
  @Test
  void comesBackWithAllThatItServesWhenTheBrokerWasAway() throws Exception {
    NatsServer at = server("");
    Broker pooler = broker(plain(at.url()));
    Broker hasher = broker(plain(at.url()));
    pooler.serve("a.b", question -> hello());
    awaitThere(pooler);
    awaitThere(hasher);
    assertThat(ask(hasher, "a.b")).isEqualTo("hello");
    at.kill();
    assertThat(awaitTrouble(hasher, Kind.AWAY).sentence()).contains(at.url());
    assertThatThrownBy(() -> ask(hasher, "a.b"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(BrokerException.class);
    at.start();
    awaitThere(pooler);
    awaitThere(hasher);
    assertThat(ask(hasher, "a.b")).isEqualTo("hello");
  }

  @Test
  void saysAtOnceThatNobodyServesASubject() {
    Broker hasher = broker(plain(server("").url()));
    awaitThere(hasher);
    assertThatThrownBy(() -> ask(hasher, "a.b"))
        .cause()
        .isInstanceOfSatisfying(
            BrokerException.class, it -> assertThat(it.nobodyServes()).isTrue());
  }

  @Test
  void saysThatNobodyIsThereAndFindsWhoComesLater() {
    NatsServer at = server("");
    at.kill();
    Broker broker = broker(plain(at.url()));
    await().until(() -> broker.trouble().orElseThrow().sentence().startsWith("nobody answers at"));
    at.start();
    awaitThere(broker);
  }
}
