package org.kalepool.pages;

import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.kalepool.db.Db;
import org.kalepool.farmer.StepwiseChain;
import org.kalepool.kale.Address;
import org.kalepool.pooler.Poolers;
import org.stellar.sdk.KeyPair;

/** Farmers that join by the form, each with a browser. */
abstract class FarmPagesFixture {
  @Inject Db db;

  @Inject Poolers poolers;

  @Inject StepwiseChain chain;

  final Browsing browser = new Browsing();

  /** A farmer that has joined by the form. */
  record Joined(String id, String token, Address custodial) {}

  @AfterEach
  void up() {
    chain.down(false);
  }

  Map<String, Object> wish() {
    return Browsing.wish(poolers.own().id().toString(), KeyPair.random().getAccountId());
  }

  Joined join(Browsing by) {
    Response joined = by.send("/join", "/join", wish());
    joined.then().statusCode(201);
    return newest(Browsing.token(joined.asString()));
  }

  Joined newest(String token) {
    return db.one(
            "select id::text, custodial from farmers order by seq desc limit 1",
            row -> new Joined(row.getString(1), token, Address.of(row.getString(2))))
        .orElseThrow();
  }

  long count(String table) {
    return db.one("select count(*) from " + table, row -> row.getLong(1)).orElseThrow();
  }

  String setting(Joined farmer, String column) {
    return db.one(
            "select "
                + column
                + "::text from farmer_settings where farmer_id = ?::uuid order by id desc limit 1",
            row -> row.getString(1),
            farmer.id())
        .orElseThrow();
  }
}
