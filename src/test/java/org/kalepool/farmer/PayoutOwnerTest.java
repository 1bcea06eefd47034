package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Nobody learns whose a payout wallet is, or keeps its owner out. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class PayoutOwnerTest extends JoiningFixture {
  @Test
  void aRegistrationTakesNoPayoutWalletAndTellsNobodyWhoIsAMember() {
    String member = KeyPair.random().getAccountId();
    Response nobody = register(KeyPair.random().getAccountId());
    Response first = register(member);
    pays(first, "10");
    onboarding.sweep();
    assertThat(state(first)).isEqualTo(FarmerState.FUNDED);
    Response second = register(member);
    assertThat(second.<Map<String, Object>>path("$").keySet())
        .isEqualTo(nobody.<Map<String, Object>>path("$").keySet());
    assertThat(confirm(second).asString().replaceAll("[0-9a-f-]{36}|G[A-Z2-7]{55}", ""))
        .isEqualTo(confirm(nobody).asString().replaceAll("[0-9a-f-]{36}|G[A-Z2-7]{55}", ""));
  }

  @Test
  void whoPaysFirstHasThePayoutWallet() {
    String payout = KeyPair.random().getAccountId();
    Response first = register(payout);
    Response second = register(payout);
    pays(second, "10");
    onboarding.sweep();
    pays(first, "10");
    onboarding.sweep();
    assertThat(state(second)).isEqualTo(FarmerState.FUNDED);
    assertThat(state(first)).isEqualTo(FarmerState.REGISTERED);
    confirm(first).then().body("waiting_for", equalTo("payout_wallet"));
    later(LIFE);
    onboarding.sweep();
    assertThat(state(first)).isEqualTo(FarmerState.LEAVING);
    as(first)
        .get(path(first) + "/events")
        .then()
        .body("items[0].why", containsString("another farmer has this payout wallet"));
  }

  @Test
  void nobodyKeepsAWalletsOwnerOutByPayingFirst() {
    KeyPair owner = KeyPair.random();
    Response squatter = register(owner.getAccountId());
    pays(squatter, "10");
    onboarding.sweep();
    assertThat(state(squatter)).isEqualTo(FarmerState.FUNDED);

    Response mine = register(owner.getAccountId());
    pays(mine, "10");
    String message = mine.path("payout_proof_message");
    refused(prove(mine, signed(KeyPair.random(), message)));
    refused(prove(mine, signed(owner, squatter.path("payout_proof_message"))));
    refused(prove(mine, "x"));
    confirm(mine).then().body("waiting_for", equalTo("payout_wallet"));
    prove(mine, signed(owner, message)).then().statusCode(200);
    prove(mine, signed(owner, message)).then().statusCode(200);
    confirm(mine)
        .then()
        .body("state", equalTo("FUNDED"))
        .body("waiting_for", nullValue())
        .body("lapses_at", nullValue());

    Response again = register(owner.getAccountId());
    prove(again, signed(owner, again.path("payout_proof_message"))).then().statusCode(200);
    pays(again, "10");
    confirm(again).then().body("waiting_for", equalTo("payout_wallet"));
  }

  private static void refused(Response proof) {
    proof.then().statusCode(422).body("errors[0].field", equalTo("signature"));
  }

  private static Response prove(Response farmer, String signature) {
    return as(farmer)
        .contentType("application/json")
        .body(Map.of("signature", signature))
        .post(path(farmer) + "/payout-proof");
  }

  /** As SEP-53 has it. */
  private static String signed(KeyPair key, String message) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("Stellar Signed Message:\n" + message).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(key.sign(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
