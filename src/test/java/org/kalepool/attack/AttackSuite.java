package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pool farms for some farmers while it is attacked, by one attack after the other and then by all
 * at once; at the end nobody has lost anything. One process for all of them.
 *
 * <p>To add an attack, write it as {@code @Test default void} method of an interface that extends
 * {@link Target}, and name the interface below. It begins with a pool that farms, asserts what is
 * to be seen of the attack itself, and need not look after the farming. It lasts a second or two,
 * sends from {@link Target#ATTACKER}'s address and changes nothing for the farmers of {@link
 * Target#farming()}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AttackSuite
    implements AllAtOnce,
        Answers,
        FloodOfRegistrations,
        ManyClients,
        Metering,
        OddRequests,
        OperatorsViews,
        OutOfMemory,
        SlowClients,
        LocalUsers,
        RefusedStarts {
  @TempDir static Path folder;

  private AttackedPool pool;
  private Calls calls;
  private Farming farming;

  /** What starts the pool. */
  @Override
  public abstract List<String> command();

  @BeforeAll
  void start() throws IOException {
    String name = getClass().getSimpleName();
    Map<String, String> settings =
        Map.of(
            "KALE_HTTP_TRUSTED_PROXIES",
            "127.0.0." + ManyClients.PROXY,
            "QUARKUS_HTTP_CORS_ENABLED",
            "true",
            "QUARKUS_HTTP_CORS_ORIGINS",
            SITE);
    // As a folder is in which a service lives: other users pass through it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    pool = AttackedPool.start(name, command(), folder.resolve("data"), settings);
    calls = new Calls(pool);
    farming = Farming.begin(calls);
  }

  @AfterAll
  void stop() {
    if (calls != null) {
      calls.close();
    }
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public AttackedPool pool() {
    return pool;
  }

  @Override
  public Calls calls() {
    return calls;
  }

  @Override
  public Farming farming() {
    return farming;
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void everyBlockUnderAllOfThemLostNothing() throws IOException {
    farming.lostNothing(BLOCKS);
    assertThat(calls.health("live").status()).isEqualTo(200);
    assertThat(calls.health("ready").status()).isEqualTo(200);
    assertThat(pool.traces()).as("stack traces in the pool's log").isEmpty();
  }
}
