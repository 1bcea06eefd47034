package org.kalepool.ops;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.books.Discrepancies;
import org.kalepool.db.Db;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StagesProfile;
import org.kalepool.work.WorkStatus;

/** Operators' calls, as they come over HTTP, and what the audit has of them. */
abstract class OperatorFixture {
  static final String API = "/api/v1/operator/";

  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeNetwork network;
  @Inject OpenRows open;
  @Inject Discrepancies discrepancies;
  @Inject Poolers poolers;
  @Inject WorkStatus work;
  @Inject Db db;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("truncate audit");
            });
  }

  static RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .contentType("application/json");
  }

  static RequestSpecification alice() {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.ALICES_KEY)
        .contentType("application/json");
  }

  List<String> audit() {
    return fixture.rows("select who, what, target, detail from audit order by id");
  }
}
