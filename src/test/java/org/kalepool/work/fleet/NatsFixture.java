package org.kalepool.work.fleet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.lab.fleet.NatsServer;
import org.kalepool.work.fleet.Broker.Trouble;
import org.kalepool.work.fleet.Broker.Trouble.Kind;

/** A real nats-server, and brokers that end with the test. */
abstract class NatsFixture {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final List<Broker> brokers = new ArrayList<>();
  private @Nullable NatsServer server;

  @BeforeEach
  void aServerIsInstalled() {
    assumeTrue(
        NatsServer.installed().isPresent(),
        "skipped, as there is no nats-server (apt-get install nats-server)");
  }

  @AfterEach
  void allEnds() {
    brokers.forEach(Broker::close);
    if (server != null) {
      server.close();
    }
  }

  NatsServer server(String config) {
    NatsServer started = NatsServer.start(folder, config);
    server = started;
    return started;
  }

  static BrokerAccess plain(String url) {
    return new BrokerAccess(
        url, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static BrokerAccess nkey(String url, Path seed, Optional<Path> authority) {
    return new BrokerAccess(url, Optional.empty(), Optional.of(seed), Optional.empty(), authority);
  }

  Broker broker(BrokerAccess access) {
    Broker broker = NatsBroker.start(access, "test", new SecureRandom(), _ -> {});
    brokers.add(broker);
    return broker;
  }

  static void awaitThere(Broker broker) {
    await().until(() -> broker.trouble().isEmpty());
  }

  static Trouble awaitTrouble(Broker broker, Kind kind) {
    await().until(() -> broker.trouble().filter(it -> it.kind() == kind).isPresent());
    return broker.trouble().orElseThrow();
  }

  static String ask(Broker broker, String subject) throws Exception {
    return new String(
        broker.ask(subject, new byte[] {1}, PATIENCE).get(), StandardCharsets.US_ASCII);
  }

  static CompletableFuture<byte[]> hello() {
    return CompletableFuture.completedFuture("hello".getBytes(StandardCharsets.US_ASCII));
  }

  Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
