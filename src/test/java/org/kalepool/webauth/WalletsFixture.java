package org.kalepool.webauth;

import static io.restassured.RestAssured.given;
import static org.kalepool.testing.JsonAnswers.text;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.kalepool.db.Db;
import org.kalepool.farmer.Farmers;
import org.kalepool.farmer.StepwiseChain;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.Poolers;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.Transaction;

/** Farmers and their wallets, which sign as wallets do: with the SDK. */
abstract class WalletsFixture {
  static final String DOMAIN = "pool.example";

  @Inject Poolers poolers;
  @Inject Farmers farmers;
  @Inject StepwiseChain chain;
  @Inject Clock clock;
  @Inject Db db;

  @AfterEach
  void networkUp() {
    chain.down(false);
  }

  void later(Duration by) {
    ((SteppedClock) clock).advance(by);
  }

  /** A farmer that is paid out there. */
  Response register(String payout) {
    return register(payout, Map.of());
  }

  Response register(String payout, Map<String, Object> also) {
    Map<String, Object> wish = new HashMap<>(also);
    wish.put("pooler_id", poolers.own().id().toString());
    wish.put("payout_wallet", payout);
    wish.put("stake_percentage", 40);
    wish.put("harvest_interval", 9);
    Response made = given().contentType("application/json").body(wish).post("/api/v1/farmers");
    made.then().statusCode(201);
    return made;
  }

  static String path(Response farmer) {
    return "/api/v1/farmers/" + text(farmer, "farmer_id");
  }

  static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  static Response challenge(Map<String, ?> wish) {
    return given().queryParams(wish).get("/auth");
  }

  static String challenge(String account) {
    Response made = challenge(Map.of("account", account));
    made.then().statusCode(200);
    return text(made, "transaction");
  }

  /** As a wallet signs: whatever is in it. */
  static String signed(String challenge, KeyPair... keys) {
    return signed(challenge, Network.TESTNET, keys);
  }

  static String signed(String challenge, Network network, KeyPair... keys) {
    try {
      Transaction transaction = (Transaction) Transaction.fromEnvelopeXdr(challenge, network);
      for (KeyPair key : keys) {
        transaction.sign(key);
      }
      return transaction.toEnvelopeXdrBase64();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Response answer(String transaction) {
    return answer(transaction, null);
  }

  static Response answer(String transaction, @Nullable String farmer) {
    Map<String, Object> body = new HashMap<>(Map.of("transaction", transaction));
    if (farmer != null) {
      body.put("farmer_id", farmer);
    }
    return given().contentType("application/json").body(body).post("/auth");
  }

  /** A wallet's whole log-in. */
  static Response logIn(KeyPair wallet) {
    Response answer = answer(signed(challenge(wallet.getAccountId()), wallet));
    answer.then().statusCode(200);
    return answer;
  }

  static String token(KeyPair wallet) {
    return text(logIn(wallet), "token");
  }
}
