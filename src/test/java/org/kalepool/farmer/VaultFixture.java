package org.kalepool.farmer;

import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.batch.Batches;
import org.kalepool.batch.OpenChannels;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeContracts;
import org.kalepool.vault.Vault;
import org.kalepool.vault.Vaults;
import org.stellar.sdk.KeyPair;

/** Newcomers who keep their KALE in vaults. */
abstract class VaultFixture extends JoiningFixture {
  @Inject Vaults vaults;
  @Inject VaultOnboarding vaultOnboarding;
  @Inject FakeContracts contracts;
  @Inject Batches batches;

  /** Nothing that is asked for ends, so each test has channels of its own. */
  @BeforeEach
  void freeChannels() {
    OpenChannels.found(
        batches,
        Address.contract(Sha256.of("batch")),
        List.of(channel(), channel(), channel(), channel()));
  }

  private static Address channel() {
    return Address.of(KeyPair.random().getAccountId());
  }

  Map<String, Object> vaultWish(String owner) {
    Map<String, Object> wish = new HashMap<>(wish(owner, 40, 9));
    wish.put("custody", "VAULT");
    return wish;
  }

  Response vaultFarmer() {
    return vaultFarmer(KeyPair.random().getAccountId(), null);
  }

  Response vaultFarmer(String owner, @Nullable String key) {
    Response answer = register(vaultWish(owner), key);
    answer.then().statusCode(201);
    return answer;
  }

  Vault vault(Response farmer) {
    return vaults.find(id(farmer)).orElseThrow();
  }

  /** KALE lies at the vault's address. */
  void deposits(Response farmer, String kale) {
    chain.set(custodial(farmer), Xlm.ZERO, Kale.parse(kale));
  }

  List<TransactionRequest> asked(Response farmer) {
    return transactions.of(id(farmer));
  }

  /** One that has paid, and whose vault is there. */
  Response member() {
    Response farmer = vaultFarmer();
    contracts.made(vault(farmer), Kale.parse("50"));
    vaultOnboarding.sweep();
    return farmer;
  }

  UUID own() {
    return poolers.own().id();
  }
}
