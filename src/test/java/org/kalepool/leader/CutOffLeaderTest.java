package org.kalepool.leader;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** A leader behind a line to the database that goes dead, and another that stands by. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class CutOffLeaderTest {
  private static final Duration CONFIRMED = Duration.ofMillis(1_500);
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration WRITING = Duration.ofMillis(500);

  @Inject Leader own;
  @Inject Db db;
  @Inject LeadershipRepository leaderships;
  @Inject AgroalDataSource source;

  @AfterEach
  void leadAgain() {
    own.beat();
    assertThat(own.leads()).isTrue();
  }

  private Leader leader(AgroalDataSource database, long seed) {
    return new Leader(
        leaderships,
        database,
        Clock.systemUTC(),
        new SplittableRandom(seed),
        new SimpleMeterRegistry(),
        new Leader.Patience(CONFIRMED, SILENCE, WRITING));
  }

  /** The same database, by this line. */
  private AgroalDataSource by(String url) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(2)
                        .connectionFactoryConfiguration(
                            factory -> {
                              usual().credentials().forEach(factory::credential);
                              return factory.jdbcUrl(url).principal(new NamePrincipal(user()));
                            })));
  }

  private AgroalConnectionFactoryConfiguration usual() {
    return source.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
  }

  private String user() {
    return usual().principal().getName();
  }

  private int port() {
    return Integer.parseInt(usual().jdbcUrl().replaceFirst(".*:([0-9]+)/.*", "$1"));
  }

  private String line(int port) {
    return usual().jdbcUrl().replaceFirst(":[0-9]+/", ":" + port + "/");
  }

  @Test
  void aLeaderThatIsCutOffHasStoppedBeforeAnotherTakesOverAndHoldsItUpByNothing()
      throws SQLException, IOException {
    Leader standby = leader(source, 2);
    try (DeadLine line = new DeadLine(port());
        AgroalDataSource behind = by(line(line.port()))) {
      Leader cutOff = leader(behind, 1);
      endTheLockSession();
      cutOff.beat();
      assertThat(cutOff.leads()).isTrue();
      long fence = cutOff.standing().fence();
      // plain, so that its end waits for no answer
      try (Connection writing = DriverManager.getConnection(line(line.port()), user(), "")) {
        writing.setAutoCommit(false);
        hold(writing, fence);
        cutOff.beat();
        line.cut();
        long since = System.nanoTime();
        standby.beat();
        assertThat(standby.leads()).isFalse();
        await()
            .pollInterval(Duration.ofMillis(50))
            .atMost(Duration.ofSeconds(15))
            .until(() -> hasTakenOver(standby, cutOff));
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(CONFIRMED);
        assertThat(standby.standing().fence()).isGreaterThan(fence);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(cutOff::hold))
            .isInstanceOf(NotLeaderException.class);
      }
    } finally {
      standby.resign();
    }
  }

  private static boolean hasTakenOver(Leader standby, Leader cutOff) {
    standby.beat();
    boolean taken = standby.leads();
    assertThat(taken && cutOff.leads()).as("both lead").isFalse();
    return taken;
  }

  /** As the cut-off process does in the middle of whatever it stores. */
  private static void hold(Connection connection, long fence) throws SQLException {
    try (PreparedStatement hold =
        connection.prepareStatement("select hold_leadership(?, (select holder from leadership))")) {
      hold.setLong(1, fence);
      hold.executeQuery().close();
    }
  }

  /** Whoever is dead, cut off or frozen is followed within 15 s. */
  @Test
  void theTimesOfAServiceAddUpToLessThanFifteenSeconds() {
    Leader.Patience service = Leader.Patience.OF_A_SERVICE;
    Duration silence = requireNonNull(service.silence());
    assertThat(silence).isGreaterThan(service.confirmed());
    assertThat(silence.plus(Leader.BEAT).plus(service.writing()))
        .isLessThan(Duration.ofSeconds(15));
    assertThat(service.confirmed()).isGreaterThan(Leader.BEAT.multipliedBy(4));
  }

  private void endTheLockSession() {
    db.list(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name like"
            + " 'kale-pool leader %' and datname = current_database()",
        row -> true);
  }
}
