package org.kalepool.webauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.MemoId;
import org.stellar.sdk.Network;
import org.stellar.sdk.Sep10Challenge;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.Transaction;

/** Challenges as SEP-10 has them: made so that the SDK takes them, and taken back only whole. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class ChallengeTest extends WalletsFixture {
  private final KeyPair wallet = KeyPair.random();

  private static String server() {
    return given()
        .get("/.well-known/stellar.toml")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .replaceAll("(?s).*SIGNING_KEY=\"(G[A-Z2-7]{55})\".*", "$1");
  }

  private static Transaction read(Response made) throws Exception {
    return (Transaction)
        Transaction.fromEnvelopeXdr(made.<String>path("transaction"), Network.TESTNET);
  }

  private static String muxed(String account, long id) {
    return new Destination(Address.of(account), id, null).text();
  }

  private void refused(String transaction, String why) {
    answer(transaction)
        .then()
        .statusCode(400)
        .body("code", equalTo("challenge_refused"))
        .body("error", containsString(why))
        .body("detail", containsString(why));
  }

  @Test
  void aChallengeNamesPoolAndWalletAndIsGoodForAQuarterOfAnHour() throws Exception {
    Response made = challenge(Map.of("account", wallet.getAccountId(), "home_domain", DOMAIN));
    made.then()
        .statusCode(200)
        .body("network_passphrase", equalTo(Network.TESTNET.getNetworkPassphrase()));
    Transaction read = read(made);
    assertThat(read.getSourceAccount()).isEqualTo(server());
    assertThat(read.getOperations()[0].getSourceAccount()).isEqualTo(wallet.getAccountId());
    assertThat(read.getSequenceNumber()).isZero();
    TimeBounds bounds = read.getTimeBounds();
    assertThat(bounds.getMaxTime().subtract(bounds.getMinTime()))
        .isEqualTo(BigInteger.valueOf(15 * 60));
  }

  @Test
  void noTwoChallengesAreTheSame() {
    assertThat(challenge(wallet.getAccountId())).isNotEqualTo(challenge(wallet.getAccountId()));
  }

  @Test
  void aChallengeIsAnsweredOnceEvenByTwoAtOnce() {
    register(wallet.getAccountId());
    String signed = signed(challenge(wallet.getAccountId()), wallet);
    List<CompletableFuture<Integer>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(CompletableFuture.supplyAsync(() -> answer(signed).statusCode()));
    }
    assertThat(both.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 400);
    refused(signed, "answered before");
  }

  @Test
  void aChallengeIsOverAfterAQuarterOfAnHour() {
    register(wallet.getAccountId());
    String early = signed(challenge(wallet.getAccountId()), wallet);
    String late = signed(challenge(wallet.getAccountId()), wallet);
    later(Duration.ofMinutes(14));
    answer(early).then().statusCode(200);
    later(Duration.ofSeconds(61));
    refused(late, "is over");
  }

  @Test
  void whatAnotherServerOrAnotherNetworksKeyHasSignedIsRefused() throws Exception {
    register(wallet.getAccountId());
    KeyPair foreign = KeyPair.random();
    long now = clock.instant().getEpochSecond();
    TimeBounds bounds = new TimeBounds(BigInteger.valueOf(now), BigInteger.valueOf(now + 900));
    String theirs =
        Sep10Challenge.newChallenge(
                foreign, Network.TESTNET, wallet.getAccountId(), DOMAIN, DOMAIN, bounds)
            .toEnvelopeXdrBase64();
    refused(signed(theirs, wallet), "was not made and signed by this pool");
    String ours = challenge(wallet.getAccountId());
    refused(signed(ours, Network.PUBLIC, wallet), "A signature is by nobody");
  }

  @Test
  void nothingThatIsChangedOrCutOffIsTakenAndNothingFails() {
    register(wallet.getAccountId());
    byte[] good = Base64.getDecoder().decode(signed(challenge(wallet.getAccountId()), wallet));
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length - 64)] ^= (byte) (1 << random.nextInt(8));
      answer(Base64.getEncoder().encodeToString(bad)).then().statusCode(400);
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
      assertThat(answer(Base64.getEncoder().encodeToString(cut)).statusCode()).isIn(400, 422);
    }
    refused("not Base64!", "not Base64");
    answer(Base64.getEncoder().encodeToString(good)).then().statusCode(200);
  }

  @Test
  void thePoolsOwnSignatureOrAStrangersLogsNobodyIn() {
    register(wallet.getAccountId());
    String challenge = challenge(wallet.getAccountId());
    refused(challenge, "weigh 1, and these weigh 0");
    refused(signed(challenge, KeyPair.random()), "by nobody who signs");
    refused(signed(challenge, wallet, wallet), "there twice");
    refused(signed(challenge, wallet, KeyPair.random()), "by nobody who signs");
  }

  @Test
  void anAccountsSignersHaveToReachItsMediumThreshold() {
    KeyPair one = KeyPair.random();
    KeyPair two = KeyPair.random();
    register(wallet.getAccountId());
    chain.signers(
        Address.of(wallet.getAccountId()),
        new AccountSigners(
            3, Map.of(Address.of(one.getAccountId()), 2, Address.of(two.getAccountId()), 1)));
    String challenge = challenge(wallet.getAccountId());
    refused(signed(challenge, wallet), "by nobody who signs");
    refused(signed(challenge, one), "weigh 3, and these weigh 2");
    refused(signed(challenge, one, two, wallet), "by nobody who signs");
    answer(signed(challenge, one, two)).then().statusCode(200);
  }

  @Test
  void thePoolsKeyCountsForNobodyEvenWhereItIsASigner() {
    register(wallet.getAccountId());
    chain.signers(
        Address.of(wallet.getAccountId()), new AccountSigners(0, Map.of(Address.of(server()), 5)));
    refused(challenge(wallet.getAccountId()), "weigh 1, and these weigh 0");
  }

  @Test
  void aChallengeOutlivesANetworkThatCannotBeAsked() {
    register(wallet.getAccountId());
    String signed = signed(challenge(wallet.getAccountId()), wallet);
    chain.down(true);
    answer(signed).then().statusCode(503).body("code", equalTo("network_unavailable"));
    chain.down(false);
    answer(signed).then().statusCode(200);
  }

  @Test
  void aMuxedWalletIsAnotherThanItsAccount() throws Exception {
    String muxed = muxed(wallet.getAccountId(), 77);
    chain.set(Address.of(wallet.getAccountId()), Xlm.parse("5"), Kale.ZERO);
    Response customer = register(muxed);
    Response made = challenge(Map.of("account", muxed));
    assertThat(read(made).getOperations()[0].getSourceAccount()).isEqualTo(muxed);
    answer(signed(made.path("transaction"), wallet))
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(customer.path("farmer_id")));
    answer(signed(challenge(wallet.getAccountId()), wallet)).then().statusCode(404);
  }

  @Test
  void aMemoNamesTheExchangesCustomer() throws Exception {
    chain.set(Address.of(wallet.getAccountId()), Xlm.parse("5"), Kale.ZERO);
    Response customer =
        register(
            wallet.getAccountId(),
            Map.of("payout_memo", "18446744073709551615", "payout_memo_type", "id"));
    Response made =
        challenge(Map.of("account", wallet.getAccountId(), "memo", "18446744073709551615"));
    assertThat(read(made).getMemo()).isEqualTo(new MemoId(new BigInteger("18446744073709551615")));
    answer(signed(made.path("transaction"), wallet))
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(customer.path("farmer_id")));
    answer(signed(challenge(wallet.getAccountId()), wallet)).then().statusCode(404);
  }

  @Test
  void aWishThatMakesNoSenseIsRefusedByName() {
    String account = wallet.getAccountId();
    String muxed = muxed(account, 1);
    wrong(Map.of(), "account");
    wrong(Map.of("account", "GABC"), "account");
    wrong(Map.of("account", "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA"), "account");
    wrong(Map.of("account", server()), "account");
    wrong(Map.of("account", account, "memo", "text"), "memo");
    wrong(Map.of("account", muxed, "memo", "1"), "memo");
    wrong(Map.of("account", account, "home_domain", "evil.example"), "home_domain");
  }

  private static void wrong(Map<String, String> wish, String field) {
    challenge(wish)
        .then()
        .statusCode(422)
        .body("code", equalTo("validation_failed"))
        .body("errors[0].field", equalTo(field));
  }

  @Test
  void aWalletsDomainIsNotAskedForAndTheChallengeNamesNone() throws Exception {
    Response made =
        challenge(Map.of("account", wallet.getAccountId(), "client_domain", "wallet.example"));
    assertThat(read(made).getOperations()).hasSize(2);
  }
}
