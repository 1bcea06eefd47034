package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.vault.VaultContract;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.SorobanServer;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.responses.sorobanrpc.SimulateTransactionResponse;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.SCVal;

/** A farmer with a vault, from nothing to its leave, on a network that runs the contracts' wasm. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(VaultPool.class)
class WholePoolVaultTest {
  private static final int FOR_EVER = 300;
  private static final Kale DEPOSIT = Kale.parse("400");

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject PoolContracts contracts;
  @Inject VaultContract vaultContract;
  @Inject Transactions transactions;
  @Inject Db db;

  private Sandbox sandbox;
  private DemoClient client;

  /** A farmer, and who owns its vault. */
  private record Member(UUID id, String token, KeyPair owner, Address vault, long before) {
    String path() {
      return "/api/v1/farmers/" + id;
    }
  }

  @BeforeEach
  void contractsAreThere() {
    sandbox = node.sandbox();
    client = new DemoClient("http://127.0.0.1:" + RestAssured.port);
    Address wallet = poolers.own().wallet();
    if (sandbox.lumens(wallet).isPresent()) {
      return;
    }
    sandbox.fund(wallet, Xlm.parse("1000"));
    sandbox.giveKale(wallet, Kale.ZERO);
    LabContracts.batch(sandbox);
    ContractCall.Create create =
        new ContractCall.Create(
            wallet,
            LabContracts.code(sandbox, "pool"),
            VaultPool.SALT,
            List.of(
                new ContractCall.Whom(wallet),
                new ContractCall.Whom(wallet),
                new ContractCall.Whom(sandbox.config().farmContract()),
                new ContractCall.Whom(sandbox.config().farm().asset()),
                new ContractCall.Digest(LabContracts.code(sandbox, "vault")),
                new ContractCall.Count(17_280)));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                assertThat(
                        transactions.request(
                            new TransactionRequest(wallet, Action.TERMS, null, null, create, null)))
                    .isPresent());
    until(
        "the pool contract is there, and the pool has seen it",
        30,
        () -> contracts.deployed(contract()).isPresent() && vaultContract.trouble().isEmpty());
  }

  private Address contract() {
    return VaultPool.contract(sandbox.config());
  }

  private void step() {
    sandbox.closeLedger(sandbox.now() + 6);
    stepper.pass(Duration.ofSeconds(6), FOR_EVER);
  }

  private void until(String what, int most, BooleanSupplier reached) {
    for (int i = 0; i < most && !reached.getAsBoolean(); i++) {
      step();
    }
    assertThat(reached.getAsBoolean()).as(what + " within " + most + " ledgers").isTrue();
  }

  /** One whose owner has KALE, and nobody has an account at the pool. */
  private Member join(String name) {
    KeyPair owner = KeyPair.fromSecretSeed(Sha256.of(name));
    Address account = Address.of(owner.getAccountId());
    sandbox.fund(account, Xlm.parse("100"));
    sandbox.giveKale(account, DEPOSIT.times(2));
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", account.text());
    body.put("stake_percentage", 50);
    body.put("harvest_interval", 1);
    body.put("farm_when", "always");
    body.put("custody", "VAULT");
    JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
    return new Member(
        UUID.fromString(answer.path("farmer_id").asText()),
        answer.path("token").asText(),
        owner,
        Address.of(answer.path("vault").path("address").asText()),
        DEPOSIT.times(2).stroops());
  }

  /** As its owner's own tool does it: simulated, signed by the owner, sent. */
  private void owner(Member farmer, Address of, String function, SCVal... arguments)
      throws Exception {
    try (SorobanServer server = new SorobanServer(sandbox.rpcUrl().toString())) {
      Transaction plain =
          new TransactionBuilder(
                  server.getAccount(farmer.owner().getAccountId()),
                  new Network(sandbox.config().passphrase()))
              .addOperation(
                  InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
                          of.text(), function, Arrays.asList(arguments))
                      .build())
              .setBaseFee(100)
              .setTimeout(0)
              .build();
      SimulateTransactionResponse simulated = server.simulateTransaction(plain);
      assertThat(simulated.getError()).as(function).isNull();
      Transaction prepared = server.prepareTransaction(plain, simulated);
      prepared.sign(farmer.owner());
      String hash = server.sendTransaction(prepared).getHash();
      step();
      assertThat(server.getTransaction(hash).getStatus().name()).isEqualTo("SUCCESS");
    }
  }

  private static SCVal amount(Kale kale) {
    return Scv.toInt128(BigInteger.valueOf(kale.stroops()));
  }

  private static SCVal self(Member farmer) {
    return Scv.toAddress(farmer.owner().getAccountId());
  }

  private void deposit(Member farmer) throws Exception {
    owner(
        farmer,
        sandbox.config().farm().asset(),
        "transfer",
        self(farmer),
        Scv.toAddress(farmer.vault().text()),
        amount(DEPOSIT));
  }

  private void withdrawAll(Member farmer) throws Exception {
    owner(farmer, farmer.vault(), "withdraw", self(farmer), amount(Kale.ofStroops(Long.MAX_VALUE)));
  }

  private String state(Member farmer) {
    return client.call("GET", farmer.path(), farmer.token(), null).path("state").asText();
  }

  private long count(String sql, Member farmer) {
    return db.one("select count(*) from " + sql, row -> row.getLong(1), farmer.id()).orElseThrow();
  }

  private long harvested(Member farmer) {
    return count("harvests where status = 'HARVESTED' and farmer_id = ?", farmer);
  }

  private long balance(String account) {
    return db.one(
            "select balance from account_balances where asset = 'KALE' and account = ?",
            row -> row.getLong(1),
            account)
        .orElse(0L);
  }

  private VaultState vault(Member farmer) {
    return Objects.requireNonNull(contracts.vaults(List.of(farmer.vault())).get(farmer.vault()));
  }

  private Kale owned(Member farmer) {
    return sandbox.kale(Address.of(farmer.owner().getAccountId())).orElseThrow();
  }

  @Test
  void aFarmerJoinsWithNothingFarmsAndItsOwnerLeavesByItself() throws Exception {
    Member farmer = join("one who leaves by herself");
    deposit(farmer);
    until("made", 30, () -> "ACTIVE".equals(state(farmer)));
    assertThat(vault(farmer).balance()).isEqualTo(DEPOSIT);
    until("three blocks are harvested", 400, () -> harvested(farmer) >= 3);
    assertThat(count("journal_lines where account = 'advanced:' || ?", farmer)).isZero();
    assertThat(
            count(
                "harvests h join plantings p on p.transaction_hash = h.transaction_hash"
                    + " and p.block_index = h.block_index + 1 where h.farmer_id = ?",
                farmer))
        .as("harvested by the call that planted")
        .isPositive();

    owner(farmer, farmer.vault(), "stop", self(farmer));
    withdrawAll(farmer);
    until("departed", 120, () -> "DEPARTED".equals(state(farmer)));
    withdrawAll(farmer);

    assertThat(owned(farmer)).isGreaterThan(Kale.ofStroops(farmer.before()));
    assertThat(sandbox.kale(farmer.vault()).orElse(Kale.ZERO)).isEqualTo(Kale.ZERO);
    assertThat(vault(farmer).stoppedIn()).isPresent();
    assertThat(count("harvests where status = 'LOST' and farmer_id = ?", farmer)).isZero();
    until("the books are empty, too", 60, () -> balance("custody:" + farmer.id()) == 0);
  }

  @Test
  void aFarmerIsLetGoByThePoolAndItsOwnerTakesAllOut() throws Exception {
    Member farmer = join("one who asks the pool");
    deposit(farmer);
    until("made", 30, () -> "ACTIVE".equals(state(farmer)));
    until("a block is harvested", 200, () -> harvested(farmer) >= 1);

    client.call("POST", farmer.path() + "/exit", farmer.token(), null);
    until("departed", 200, () -> "DEPARTED".equals(state(farmer)));
    VaultState left = vault(farmer);
    assertThat(left.stoppedIn()).isPresent();
    assertThat(left.balance()).as("settled").isEqualTo(left.principal()).isGreaterThan(DEPOSIT);
    withdrawAll(farmer);
    assertThat(owned(farmer)).isGreaterThan(Kale.ofStroops(farmer.before()));
    until("the books are empty, too", 60, () -> balance("custody:" + farmer.id()) == 0);
  }

  @Test
  void whoAsksToLeaveAndHasPaidGetsItsVaultThoughItNeverFarmed() throws Exception {
    Member farmer = join("one who turns round at once");
    deposit(farmer);
    client.call("POST", farmer.path() + "/exit", farmer.token(), null);
    until("departed", 60, () -> "DEPARTED".equals(state(farmer)));
    assertThat(vault(farmer).stoppedIn()).isPresent();
    withdrawAll(farmer);
    assertThat(owned(farmer)).isEqualTo(Kale.ofStroops(farmer.before()));
  }
}
