package org.kalepool.cli.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.simulation.SimulatedDatabase;
import org.kalepool.lab.simulation.SimulatedNode;
import org.kalepool.leader.Leader;
import org.kalepool.testing.Management;

/** A PostgreSQL that is there and cannot be used, and is good again without a restart. */
@QuarkusTest
@TestProfile(DatabaseLossTest.Profile.class)
class DatabaseTroubleTest {
  /** As many as the pool keeps, in a simulation: each of them may have to be found dead once. */
  private static final int CONNECTIONS = 8;

  private static byte wallets;

  @Nullable DatabaseServer database;
  @Inject Leader leader;
  @Inject Db db;
  @Inject SimulatedNode node;
  private Sandbox sandbox;
  private SimulatedDatabase outside;
  private String pooler;

  @BeforeEach
  void connect() throws SQLException {
    sandbox = Sandbox.start(DatabaseLossTest.NETWORK);
    node.attach(sandbox, () -> {});
    outside = SimulatedDatabase.open(server().url(), "postgres", "");
    pooler = outside.rows("select id from poolers").getFirst();
    healed();
  }

  @AfterEach
  void disconnect() throws SQLException {
    outside.close();
    sandbox.close();
  }

  @Test
  void aStandbyAfterAFailOverIsLeftAndThePrimaryFoundAgain() throws SQLException {
    outside.readOnly(true);
    refuses(register());
    ready().body(why(), containsString("it takes no writes"));
    leader.beat();
    assertThat(leader.leads()).as("nothing is farmed on a standby").isFalse();
    refuses(given().get("/api/v1/blocks").then());
    outside.readOnly(false);
    healed();
  }

  @Test
  void sessionsThatTheServerHasEndedAreReplaced() throws SQLException {
    outside.cut();
    healed();
  }

  @Test
  void aServerWithoutAConnectionLeftIsWaitedFor() throws SQLException {
    Deque<Connection> others = new ArrayDeque<>();
    try {
      outside.cut();
      takeAll(others);
      for (int i = 0; i <= CONNECTIONS; i++) {
        refuses(register());
      }
      tellsPeople();
      ready().body(why(), containsString("it has no connection left"));
    } finally {
      for (Connection other : others) {
        other.close();
      }
    }
    healed();
  }

  @Test
  void aFullDiskIsSaidUntilSomethingCanBeWrittenAgain() throws SQLException {
    outside.run(
        "create function full_disk() returns trigger language plpgsql as $$ begin"
            + " raise exception 'could not extend file' using errcode = '53100'; end $$");
    outside.run(
        "create function full_disk_for_tables() returns event_trigger language plpgsql as $$ begin"
            + " raise exception 'could not extend file' using errcode = '53100'; end $$");
    outside.run("create trigger full_disk before insert on farmers execute function full_disk()");
    outside.run(
        "create event trigger full_disk on ddl_command_start when tag in ('CREATE TABLE AS')"
            + " execute function full_disk_for_tables()");
    refuses(register());
    ready().body(why(), containsString("its disk is full: ERROR: could not extend file"));
    ready().body(why(), containsString("its disk is full"));
    given().get("/api/v1/blocks").then().statusCode(200);
    outside.run("drop event trigger full_disk");
    outside.run("drop trigger full_disk on farmers");
    outside.run("drop function full_disk");
    outside.run("drop function full_disk_for_tables");
    healed();
  }

  @Test
  void aCommitWhoseSessionHasEndedIsTheDatabasesFault() {
    Throwable failure =
        catchThrowable(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          db.update("update poolers set name = name");
                          cut();
                        }));
    assertThat(DatabaseFailures.unavailable(failure)).isPresent();
  }

  /** A page says what became of their money, and leads on. */
  private static void tellsPeople() {
    given()
        .header("Accept", "text/html")
        .get("/blocks")
        .then()
        .statusCode(503)
        .contentType("text/html")
        .body(containsString("Your KALE is safe on the network"))
        .body(containsString("<a class=\"button\" href=\"/\">"));
  }

  private void cut() {
    try {
      outside.cut();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void takeAll(Deque<Connection> others) {
    Throwable full =
        catchThrowable(
            () -> {
              while (true) {
                others.push(DriverManager.getConnection(server().url(), "postgres", ""));
              }
            });
    assertThat(((SQLException) full).getSQLState()).isEqualTo("53300");
  }

  private static void refuses(ValidatableResponse answer) {
    answer
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("database_unavailable"));
  }

  private static ValidatableResponse ready() {
    return Management.given().get("/q/health/ready").then().statusCode(503);
  }

  private static String why() {
    return "checks.find { it.name == 'database' }.data.why";
  }

  /** Without anything done but asking; each of the pool's connections may have to fail once. */
  private void healed() {
    ValidatableResponse answer = register();
    for (int i = 0; i < CONNECTIONS && answer.extract().statusCode() != 201; i++) {
      refuses(answer);
      answer = register();
    }
    answer.statusCode(201);
    Management.given()
        .get("/q/health/ready")
        .then()
        .body("checks.find { it.name == 'database' }.status", equalTo("UP"));
    leader.beat();
    assertThat(leader.leads()).isTrue();
  }

  private ValidatableResponse register() {
    byte[] key = new byte[32];
    key[0] = ++wallets;
    return given()
        .contentType("application/json")
        .body(
            "{\"payout_wallet\":\""
                + Address.account(key).text()
                + "\",\"stake_percentage\":50,\"harvest_interval\":5,\"pooler_id\":\""
                + pooler
                + "\"}")
        .post("/api/v1/farmers")
        .then();
  }

  private DatabaseServer server() {
    return Objects.requireNonNull(database);
  }
}
