package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Joining with a vault: what is asked for, what is told, what is refused. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class VaultRegistrationTest extends VaultFixture {
  @Test
  void aNewcomerIsToldWhereItsVaultWillBeAndSendsNoXlm() {
    String owner = KeyPair.random().getAccountId();
    Map<String, Object> wish = vaultWish(owner);
    wish.put("floor", 30_000_000);
    Response farmer = register(wish, null);
    Address address =
        contracts.vault(
            ApiProfile.POOL_CONTRACT,
            new VaultMaking(
                Long.parseUnsignedLong(farmer.path("vault.number")),
                Address.of(owner),
                5_000,
                Kale.parse("3")));
    farmer
        .then()
        .statusCode(201)
        .body("custody", equalTo("VAULT"))
        .body("state", equalTo("REGISTERED"))
        .body("custodial_wallet", equalTo(address.text()))
        .body("payout_wallet", equalTo(owner))
        .body("share_basis_points", equalTo(5_000))
        .body("vault.address", equalTo(address.text()))
        .body("vault.owner", equalTo(owner))
        .body("vault.contract", equalTo(ApiProfile.POOL_CONTRACT.text()))
        .body("vault.share_basis_points", equalTo(5_000))
        .body("vault.floor", equalTo(30_000_000))
        .body("vault.made", equalTo(false))
        .body("vault.stopped", equalTo(false))
        .body("funding.minimum_xlm", equalTo(0))
        .body("funding.minimum_kale", equalTo(100_000_000))
        .body("payment_uri", containsString("destination=" + address + "&amount=10&"))
        .body("payout_proof_message", containsString(address.text()))
        .body("lapses_at", notNullValue());
    get(farmer, "")
        .then()
        .body("custody", equalTo("VAULT"))
        .body("vault.address", equalTo(address.text()))
        .body("custodial_wallet", equalTo(address.text()));
    assertThat(signer.holds(address)).isFalse();
    assertThat(count("wallets where owner = '" + id(farmer) + "'")).isZero();
  }

  @Test
  void aContractCanOwnAVault() {
    String owner = Address.contract(Sha256.of("a wallet with passkeys")).text();
    vaultFarmer(owner, null)
        .then()
        .body("vault.owner", equalTo(owner))
        .body("payout_proof_message", nullValue());
  }

  @Test
  void whoSaysNothingOfCustodyHasAnAccountOfThePools() {
    register(KeyPair.random().getAccountId(), 40, 9)
        .then()
        .body("custody", equalTo("CUSTODIAL"))
        .body("vault", nullValue())
        .body("funding.minimum_kale", equalTo(0));
  }

  @Test
  void whoAsksTwiceWithAKeyHasOneVault() {
    String owner = KeyPair.random().getAccountId();
    String key = UUID.randomUUID().toString();
    Response first = vaultFarmer(owner, key);
    Response again = vaultFarmer(owner, key);
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(count("vaults where owner = '" + owner + "'")).isOne();
    Map<String, Object> other = vaultWish(owner);
    other.put("floor", 1);
    problem(register(other, key), 422, "idempotency_key_reused");
    other.remove("floor");
    other.remove("custody");
    problem(register(other, key), 422, "idempotency_key_reused");
  }

  @Test
  void refusesWhatCannotBeAndChangesNothing() {
    long before = farmerCount() + count("vaults");
    String good = KeyPair.random().getAccountId();
    String muxed = new Destination(Address.of(good), 10L, null).text();
    Address exchange = Address.of(KeyPair.random().getAccountId());
    chain.memoRequired(exchange);
    refused("payout_wallet", good.substring(0, 55) + "1", "payout_wallet", "is no valid");
    refused("payout_wallet", muxed, "payout_wallet", "of your own with a vault");
    refused("payout_memo", "17", "payout_memo", "its owner has to sign");
    refused("payout_wallet", exchange.text(), "payout_wallet", "without a memo");
    refused("payout_wallet", poolers.own().wallet().text(), "payout_wallet", "to the pool");
    refused("payout_wallet", ApiProfile.POOL_CONTRACT.text(), "payout_wallet", "to the pool");
    refused("floor", -1, "floor", "0 or more");
    refused("floor", "3", "floor", "whole number");
    refused("custody", "BANK", "custody", "must be CUSTODIAL or VAULT");
    Map<String, Object> custodial = wish(good, 40, 9);
    custodial.put("floor", 5);
    problem(register(custodial, null), 422, "validation_failed")
        .body("errors[0].field", equalTo("floor"))
        .body("errors[0].message", containsString("only a vault"));
    assertThat(farmerCount() + count("vaults")).isEqualTo(before);
  }

  @Test
  void anothersVaultOwnsNone() {
    String vault = vaultFarmer().path("vault.address");
    refused("payout_wallet", vault, "payout_wallet", "to the pool");
  }

  @Test
  void aVaultIsWithThePoolsOwnPoolerOnly() {
    UUID other = UUID.randomUUID();
    db.update(
        "insert into poolers (id, name, wallet, share_basis_points, max_farmers, created_at)"
            + " values (?, ?, ?, 100, 5, ?)",
        other,
        "elsewhere " + other,
        KeyPair.random().getAccountId(),
        clock.instant());
    try {
      refused("pooler_id", other.toString(), "pooler_id", "the pool's own pooler");
      Response farmer = member();
      problem(
          as(farmer)
              .contentType("application/json")
              .body(Map.of("pooler_id", other.toString()))
              .patch(path(farmer) + "/pooler"),
          409,
          "vault_pooler");
      as(farmer)
          .contentType("application/json")
          .body(Map.of("pooler_id", own().toString()))
          .patch(path(farmer) + "/pooler")
          .then()
          .statusCode(200);
    } finally {
      db.update("update poolers set active = false where id = ?", other);
    }
  }

  private void refused(String field, Object value, String named, String says) {
    Map<String, Object> wish = vaultWish(KeyPair.random().getAccountId());
    wish.put(field, value);
    problem(register(wish, null), 422, "validation_failed")
        .body("errors[0].field", equalTo(named))
        .body("errors[0].message", containsString(says));
  }
}
