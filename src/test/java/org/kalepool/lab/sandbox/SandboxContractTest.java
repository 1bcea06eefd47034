package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.CAROL;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.Auth;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.Network;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.InvokeHostFunctionResultCode;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

class SandboxContractTest {
  private static final BigInteger STAKE = BigInteger.valueOf(50_000_000);

  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;

  @AfterEach
  void close() {
    network.close();
  }

  private static InvokeHostFunctionResultCode code(JsonNode landed) {
    assertThat(landed.path("status").asText()).isEqualTo("FAILED");
    return SteppedSandbox.outcome(landed, "resultXdr")
        .getResult()
        .getResults()[0]
        .getTr()
        .getInvokeHostFunctionResult()
        .getDiscriminant();
  }

  private String error(Address source, InvokeHostFunctionOperation call) {
    return network.simulate(source, call).path("error").asText().lines().findFirst().orElse("");
  }

  @Test
  void aPlantNeedsTheFarmersAuthorization() {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, STAKE);
    JsonNode simulation = network.simulate(ALICE, plant);
    Transaction tx =
        network.maker.make(
            ALICE,
            network.nextSequence(ALICE),
            100 + simulation.path("minResourceFee").asLong(),
            List.of(plant),
            simulation.path("transactionData").asText(),
            0);
    assertThat(code(network.land(TxMaker.signed(tx, key("alice")))))
        .isEqualTo(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_TRAPPED);
  }

  @Test
  void aPoolAccountPaysWhereTheFarmerIsTheSourceOfTheOperation() {
    InvokeHostFunctionOperation plant =
        network.maker.plant(ALICE, STAKE).toBuilder().sourceAccount(ALICE.text()).build();
    JsonNode simulation = network.simulate(BOB, plant);
    Transaction tx =
        network.maker.make(
            BOB,
            network.nextSequence(BOB),
            100 + simulation.path("minResourceFee").asLong(),
            List.of(plant.toBuilder().auth(SteppedSandbox.auth(simulation)).build()),
            simulation.path("transactionData").asText(),
            0);
    JsonNode landed = network.land(TxMaker.signed(tx, key("bob"), key("alice")));
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(sandbox.lumens(ALICE)).contains(SteppedSandbox.xlm(1_000));
    assertThat(sandbox.pail(ALICE, 0)).isPresent();
  }

  @Test
  void aSignedAuthEntryLetsAnotherAccountPlantOnce() throws IOException {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, STAKE);
    JsonNode simulation = network.simulate(BOB, plant);
    SorobanAuthorizationEntry signed =
        Auth.authorizeEntry(
            SteppedSandbox.auth(simulation).getFirst(),
            key("alice"),
            sandbox.ledger() + 100,
            new Network(sandbox.config().passphrase()));
    InvokeHostFunctionOperation authorized = plant.toBuilder().auth(List.of(signed)).build();
    JsonNode again = network.simulate(BOB, authorized);
    assertThat(again.has("error")).as(again.toString()).isFalse();
    Transaction tx =
        network.maker.make(
            BOB,
            network.nextSequence(BOB),
            100 + again.path("minResourceFee").asLong(),
            List.of(authorized),
            again.path("transactionData").asText(),
            0);
    JsonNode landed = network.land(TxMaker.signed(tx, key("bob")));
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(sandbox.kale(ALICE)).contains(Kale.ofStroops(9_950_000_000L));
    assertThat(error(BOB, authorized)).isEqualTo("HostError: Error(Auth, ExistingValue)");
  }

  @Test
  void tellsKaleAndAssetErrorsAsTheEngineDoes() {
    assertThat(error(ALICE, network.maker.plant(ALICE, BigInteger.valueOf(-1))))
        .isEqualTo("HostError: Error(Contract, #6)");
    assertThat(error(CAROL, network.maker.plant(CAROL, STAKE)))
        .isEqualTo("HostError: Error(Contract, #13)");
    assertThat(error(ALICE, network.maker.plant(ALICE, BigInteger.TEN.pow(13))))
        .isEqualTo("HostError: Error(Contract, #10)");
    assertThat(error(ALICE, network.maker.plant(ALICE, BigInteger.TWO.pow(70))))
        .isEqualTo("HostError: Error(Contract, #12)");
    assertThat(error(ALICE, network.maker.harvest(ALICE, 3)))
        .isEqualTo("HostError: Error(Contract, #11)");
    assertThat(error(ALICE, network.maker.call("dance")))
        .isEqualTo("HostError: Error(WasmVm, MissingValue)");
    assertThat(error(ALICE, network.maker.call("harvest", Scv.toSymbol("all"))))
        .isEqualTo("HostError: Error(WasmVm, UnexpectedType)");
  }

  @Test
  void theAssetsContractTellsAndMovesBalances() {
    Address asset = sandbox.config().farm().asset();
    InvokeHostFunctionOperation balance =
        InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
                asset.text(), "balance", List.of(Scv.toAddress(ALICE.text())))
            .build();
    JsonNode simulated = network.simulate(BOB, balance);
    assertThat(simulated.path("results").path(0).path("xdr").asText())
        .isEqualTo(Base64.getEncoder().encodeToString(Val.i128(10_000_000_000L).bytes()));
    InvokeHostFunctionOperation transfer =
        InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
                asset.text(),
                "transfer",
                List.of(
                    Scv.toAddress(ALICE.text()),
                    Scv.toAddress(BOB.text()),
                    Scv.toInt128(BigInteger.valueOf(7))))
            .build();
    network.land(network.prepared(key("alice"), transfer));
    assertThat(sandbox.kale(BOB)).contains(Kale.ofStroops(5_000_000_007L));
  }

  @Test
  void appliesCallsInTheOrderSentWithoutChecksInAReplay() {
    SandboxConfig config =
        SandboxConfig.replay(
                sandbox.config().farmContract(), sandbox.config().farm(), 70, 1_795_000_000L, 720)
            .with()
            .account(ALICE, SteppedSandbox.xlm(1_000), SteppedSandbox.kale(10))
            .account(BOB, SteppedSandbox.xlm(1_000), null)
            .build();
    try (SteppedSandbox replay = new SteppedSandbox(config)) {
      long sequence = replay.nextSequence(BOB);
      List<String> hashes = new ArrayList<>();
      for (InvokeHostFunctionOperation call :
          List.of(
              replay.maker.plant(ALICE, STAKE),
              replay.maker.plant(ALICE, STAKE),
              replay.maker.call("pause"),
              replay.maker.plant(ALICE, STAKE))) {
        Transaction tx =
            replay.maker.make(BOB, sequence++, 100 + 500_000, List.of(call), everything(call), 0);
        hashes.add(replay.send(tx.toEnvelopeXdrBase64()).path("hash").asText());
      }
      replay.sandbox.closeLedger(71, 1_795_000_005L);
      assertThat(hashes.stream().map(h -> replay.transaction(h).path("status").asText()))
          .containsExactly("SUCCESS", "FAILED", "SUCCESS", "FAILED");
      assertThat(replay.sandbox.farm().paused()).isTrue();
    }
  }

  /** A footprint and resources by formula. */
  private String everything(InvokeHostFunctionOperation call) {
    Address farm = sandbox.config().farmContract();
    Resources resources =
        new Resources(
            List.of(
                new Key.Code(sandbox.config().code()),
                new Key.Instance(sandbox.config().farm().asset())),
            List.of(
                new Key.Trust(ALICE, new CreditAsset("KALE", sandbox.config().issuer())),
                new Key.BlockAt(farm, 0),
                new Key.PailOf(farm, ALICE, 0),
                new Key.Instance(farm)),
            3_000_000,
            10_000,
            10_000);
    XdrOut out = new XdrOut();
    resources.write(out, 500_000);
    return out.base64();
  }

  @Test
  void readsSettingsOfTheNetwork() {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.putArray("keys").add(new Key.Config(10).base64()).add(new Key.Config(16).base64());
    JsonNode entries = network.result("getLedgerEntries", params).path("entries");
    assertThat(entries).hasSize(2);
    XdrOut timing =
        new XdrOut().int32(8).int32(16).int32(5_000).int32(1_000).int32(1_000).int32(1_000);
    assertThat(entries.path(1).path("xdr").asText()).isEqualTo(timing.int32(1_000).base64());
  }

  @Test
  void aWorkCountsInTheLedgerAfterThePlant() {
    network.plant(key("alice"), 50_000_000);
    var hash = WorkHash.of(0, 1, sandbox.block(0).orElseThrow().entropy(), ALICE);
    assertThat(error(BOB, network.maker.work(ALICE, hash, 1)))
        .isEqualTo("HostError: Error(Contract, #15)");
    sandbox.closeLedger();
    assertThat(network.simulate(BOB, network.maker.work(ALICE, hash, 1)).has("error")).isFalse();
  }
}
