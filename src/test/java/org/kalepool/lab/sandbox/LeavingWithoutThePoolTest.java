package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.WorkHash;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.stellar.xdr.VaultAddresses;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.SorobanServer;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.responses.sorobanrpc.SimulateTransactionResponse;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.SCVal;

/**
 * What docs/leaving-without-the-pool.md says, done with the SDK alone, as an owner would whose pool
 * has vanished: no process of the pool runs here, only a network with its contracts.
 */
class LeavingWithoutThePoolTest {
  private static final Path PAGE = Path.of("docs/leaving-without-the-pool.md");

  private static final KeyPair OWNER = SteppedSandbox.key("alice");
  private static final KeyPair POOL = SteppedSandbox.key("bob");
  private static final VaultMaking MAKING =
      new VaultMaking(7, SteppedSandbox.ALICE, 2_500, Kale.ZERO);

  private SteppedSandbox network;
  private Address contract;
  private Address vault;

  @BeforeEach
  void aPoolOnceWas() throws IOException {
    network = SteppedSandbox.withFarmers();
    HostTx host = new HostTx(network);
    byte[] code = wasm("pool");
    byte[] vaults = wasm("vault");
    land(host.land(POOL, HostTx.upload(code)));
    land(host.land(POOL, HostTx.upload(vaults)));
    byte[] salt = new byte[32];
    Address farm = network.sandbox.config().farmContract();
    Address asset = network.sandbox.config().farm().asset();
    Hash hash = Hash.of(Sha256.of(vaults));
    land(
        host.land(
            POOL,
            HostTx.create(
                SteppedSandbox.BOB,
                salt,
                Hash.of(Sha256.of(code)),
                new Val.Addr(SteppedSandbox.BOB),
                new Val.Addr(SteppedSandbox.BOB),
                new Val.Addr(farm),
                new Val.Addr(asset),
                new Val.Bytes(hash.hex()),
                new Val.U32(17_280))));
    contract = host.address(SteppedSandbox.BOB, salt);
    vault = new VaultAddresses(network.sandbox.config().passphrase(), contract).of(MAKING);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static byte[] wasm(String name) throws IOException {
    try (InputStream in =
        LeavingWithoutThePoolTest.class.getResourceAsStream("/contracts/" + name + ".wasm")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static void land(JsonNode landed) {
    assertThat(landed.path("status").asText()).as(landed.toString()).isEqualTo("SUCCESS");
  }

  private SCVal[] making() {
    return new SCVal[] {Scv.toVec(List.of(VaultAddresses.value(MAKING)))};
  }

  /** A call as any wallet or tool makes it: simulated, signed by its source, sent. */
  private SCVal call(KeyPair source, Address of, String function, SCVal... arguments)
      throws Exception {
    try (SorobanServer server = new SorobanServer(network.sandbox.rpcUrl().toString())) {
      InvokeHostFunctionOperation operation =
          InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
                  of.text(), function, Arrays.asList(arguments))
              .build();
      Transaction plain =
          new TransactionBuilder(
                  server.getAccount(source.getAccountId()),
                  new Network(network.sandbox.config().passphrase()))
              .addOperation(operation)
              .setBaseFee(100)
              .setTimeout(0)
              .build();
      SimulateTransactionResponse simulated = server.simulateTransaction(plain);
      assertThat(simulated.getError()).isNull();
      Transaction prepared = server.prepareTransaction(plain, simulated);
      prepared.sign(source);
      String hash = server.sendTransaction(prepared).getHash();
      network.sandbox.closeLedger();
      assertThat(server.getTransaction(hash).getStatus().name()).isEqualTo("SUCCESS");
      return SCVal.fromXdrBase64(simulated.getResults().getFirst().getXdr());
    }
  }

  private void deposit(long stroops) throws Exception {
    call(
        OWNER,
        network.sandbox.config().farm().asset(),
        "transfer",
        Scv.toAddress(SteppedSandbox.ALICE.text()),
        Scv.toAddress(vault.text()),
        Scv.toInt128(BigInteger.valueOf(stroops)));
  }

  private long owned() {
    return network.sandbox.kale(SteppedSandbox.ALICE).orElseThrow().stroops();
  }

  @Test
  void theAddressIsWhereTheContractSays() throws Exception {
    SCVal said = call(POOL, contract, "vaults", making());
    assertThat(said.getVec().getSCVec()[0]).isEqualTo(Scv.toAddress(vault.text()));
  }

  @Test
  void whatWasSentBeforeTheVaultWasMadeIsTakenOutByItsOwnerAlone() throws Exception {
    long before = owned();
    deposit(400_0000000L);
    assertThat(owned()).isEqualTo(before - 400_0000000L);

    call(OWNER, contract, "create_many", making()[0], Scv.toInt128(BigInteger.ZERO));
    call(OWNER, vault, "stop", Scv.toAddress(SteppedSandbox.ALICE.text()));
    SCVal paid = withdraw();

    assertThat(Scv.fromInt128(paid)).isEqualTo(BigInteger.valueOf(400_0000000L));
    assertThat(owned()).isEqualTo(before);
  }

  @Test
  void whatThePoolHadPlantedComesBackByAHarvestThatAnybodySends() throws Exception {
    Address farm = network.sandbox.config().farmContract();
    long before = owned();
    deposit(400_0000000L);
    call(POOL, contract, "create_many", making()[0], Scv.toInt128(BigInteger.ZERO));
    network.sandbox.closeLedger(network.sandbox.now() + 300);
    SCVal stake =
        Scv.toVec(
            List.of(Scv.toAddress(vault.text()), Scv.toInt128(BigInteger.valueOf(100_0000000L))));
    call(POOL, contract, "plant_many", Scv.toVec(List.of(stake)));
    long block = network.sandbox.farm().index();
    Hash entropy = network.sandbox.block(block).orElseThrow().entropy();
    Hash hash = WorkHash.of(block, 1, entropy, vault);
    // no work counts in the ledger of its plant
    network.sandbox.closeLedger();
    call(
        POOL,
        farm,
        "work",
        Scv.toAddress(vault.text()),
        Scv.toBytes(hash.bytes()),
        Scv.toUint64(BigInteger.ONE));
    // from here on the pool is gone
    call(OWNER, vault, "stop", Scv.toAddress(SteppedSandbox.ALICE.text()));
    withdraw();
    assertThat(owned()).isEqualTo(before - 100_0000000L);

    network.sandbox.closeLedger(network.sandbox.now() + 300);
    call(
        SteppedSandbox.key("alice"),
        farm,
        "plant",
        Scv.toAddress(SteppedSandbox.ALICE.text()),
        Scv.toInt128(BigInteger.ZERO));
    call(OWNER, farm, "harvest", Scv.toAddress(vault.text()), Scv.toUint32(block));
    withdraw();

    assertThat(owned()).isGreaterThan(before);
    assertThat(network.sandbox.pail(vault, block)).isEmpty();
  }

  private SCVal withdraw() throws Exception {
    return call(
        OWNER,
        vault,
        "withdraw",
        Scv.toAddress(SteppedSandbox.ALICE.text()),
        Scv.toInt128(BigInteger.valueOf(Long.MAX_VALUE)));
  }

  @Test
  void thePageNamesTheseCalls() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains("`create_many`", "`stop`", "`withdraw`", "`claim`", "`harvest`", "`vaults`");
  }
}
