package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;
import static org.kalepool.lab.sandbox.SteppedSandbox.xlm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.Val;

/** Contracts that anybody uploads and makes, and the contracts of assets. */
class SandboxHostTest {
  private static final Path PROBE = Path.of("src/test/resources/recordings/contracts/probe.wasm");
  private static final byte[] SALT = new byte[32];
  private static final Val PERSISTENT = new Val.U32(1);
  private static final Val NAME = new Val.Sym("name");
  private static final Val VALUE = new Val.Bytes("c0ffee");

  @TempDir private Path folder;

  @Test
  void aContractIsUploadedMadeAndCalled() throws IOException {
    try (SteppedSandbox network = SteppedSandbox.withFarmers()) {
      HostTx host = new HostTx(network);
      Address probe = probe(host);

      JsonNode put = host.land(key("bob"), put(probe));

      assertThat(put.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(host.value(ALICE, get(probe))).isEqualTo(VALUE);
      String entry = new Key.Stored(probe, HexFormat.of().formatHex(NAME.bytes()), false).base64();
      JsonNode shown = entries(network, entry);
      assertThat(shown).hasSize(1);
      assertThat(shown.path(0).path("liveUntilLedgerSeq").asLong())
          .isEqualTo(network.sandbox.ledger() + network.sandbox.config().minPersistentTtl() - 1);
    }
  }

  @Test
  void aContractCallsTheAssetsContract() throws IOException {
    try (SteppedSandbox network = SteppedSandbox.withFarmers()) {
      HostTx host = new HostTx(network);
      Address probe = probe(host);
      Address asset = network.sandbox.config().farm().asset();

      Val balance =
          host.value(
              BOB,
              HostTx.call(
                  probe,
                  "relay",
                  new Val.Addr(asset),
                  new Val.Sym("balance"),
                  Val.list(new Val.Addr(ALICE))));

      assertThat(balance).isEqualTo(Val.i128(1_000_0000000L));
    }
  }

  @Test
  void contractsOutliveTheProcess() throws IOException {
    Address probe;
    SandboxConfig config = SteppedSandbox.farmers().dataDir(folder).build();
    try (SteppedSandbox network = new SteppedSandbox(config)) {
      HostTx host = new HostTx(network);
      probe = probe(host);
      host.land(key("bob"), put(probe));
    }
    try (SteppedSandbox again = new SteppedSandbox(config)) {
      HostTx host = new HostTx(again);

      assertThat(host.value(ALICE, get(probe))).isEqualTo(VALUE);
      JsonNode deleted = host.land(key("alice"), HostTx.call(probe, "del", PERSISTENT, NAME));
      assertThat(deleted.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(host.value(ALICE, get(probe))).isEqualTo(Val.none());
    }
  }

  @Test
  void lumensMoveThroughTheirContract() {
    try (SteppedSandbox network = SteppedSandbox.withFarmers()) {
      HostTx host = new HostTx(network);
      Address lumens = AssetEvents.derived(network.sandbox.network().rules().networkId(), null);
      Address farm = network.sandbox.config().farmContract();
      host.land(key("bob"), HostTx.createFrom(null));
      long before = network.sandbox.lumens(BOB).orElseThrow().stroops();

      JsonNode toAccount = host.land(key("alice"), transfer(lumens, ALICE, BOB, 70_000_000));
      JsonNode toContract = host.land(key("alice"), transfer(lumens, ALICE, farm, 30_000_000));

      assertThat(toAccount.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(toContract.path("status").asText()).isEqualTo("SUCCESS");

      assertThat(network.sandbox.lumens(BOB).orElseThrow().stroops())
          .isEqualTo(before + 70_000_000);
      assertThat(host.value(BOB, balance(lumens, farm))).isEqualTo(Val.i128(30_000_000));
      assertThat(host.value(BOB, HostTx.call(lumens, "name"))).isEqualTo(new Val.Str("native"));
      JsonNode broke = host.simulate(BOB, transfer(lumens, BOB, ALICE, xlm(5_000).stroops()));
      assertThat(broke.path("error").asText()).startsWith("HostError: Error(Contract, #10)");
    }
  }

  @Test
  void othersSpendNoMoreThanTheyAreAllowed() {
    try (SteppedSandbox network = SteppedSandbox.withFarmers()) {
      HostTx host = new HostTx(network);
      Address asset = network.sandbox.config().farm().asset();
      long until = network.sandbox.ledger() + 100;

      host.land(
          key("alice"),
          HostTx.call(
              asset,
              "approve",
              new Val.Addr(ALICE),
              new Val.Addr(BOB),
              Val.i128(50),
              new Val.U32(until)));
      JsonNode spent = host.land(key("bob"), transferFrom(asset, 20));

      assertThat(spent.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(
              host.value(
                  BOB, HostTx.call(asset, "allowance", new Val.Addr(ALICE), new Val.Addr(BOB))))
          .isEqualTo(Val.i128(30));
      assertThat(network.sandbox.kale(BOB)).contains(Kale.ofStroops(500_0000020L));
      assertThat(host.simulate(BOB, transferFrom(asset, 31)).path("error").asText())
          .startsWith("HostError: Error(Contract, #9)");
    }
  }

  @Test
  void theFarmsOwnCodeIsRunWhereSomebodyBringsIt() throws IOException {
    SandboxConfig config = SteppedSandbox.farmers().farmWasm(PROBE).build();
    try (SteppedSandbox network = new SteppedSandbox(config)) {
      HostTx host = new HostTx(network);
      Address farm = config.farmContract();

      // no KALE at all, but what is brought is what runs
      host.land(key("bob"), put(farm));

      assertThat(host.value(ALICE, get(farm))).isEqualTo(VALUE);
      Val.Addr alice = new Val.Addr(ALICE);
      assertThat(
              host.simulate(ALICE, HostTx.call(farm, "plant", alice, Val.i128(1)))
                  .path("error")
                  .asText())
          .startsWith("HostError: Error(WasmVm, MissingValue)");
      Key code = new Key.Code(Hash.of(Sha256.of(Files.readAllBytes(PROBE))));
      assertThat(entries(network, code.base64())).hasSize(1);
    }
  }

  private static Address probe(HostTx host) throws IOException {
    byte[] wasm = Files.readAllBytes(PROBE);
    host.land(key("alice"), HostTx.upload(wasm));
    Hash code = Hash.of(Sha256.of(wasm));
    host.land(
        key("alice"),
        HostTx.create(ALICE, SALT, code, new Val.Bytes(HexFormat.of().formatHex(ALICE.bytes()))));
    return host.address(ALICE, SALT);
  }

  private static byte[] put(Address contract) {
    return HostTx.call(contract, "put", PERSISTENT, NAME, VALUE);
  }

  private static byte[] get(Address contract) {
    return HostTx.call(contract, "get", PERSISTENT, NAME);
  }

  private static byte[] transfer(Address contract, Address from, Address to, long amount) {
    return HostTx.call(
        contract, "transfer", new Val.Addr(from), new Val.Addr(to), Val.i128(amount));
  }

  private static byte[] transferFrom(Address contract, long amount) {
    Val.Addr bob = new Val.Addr(BOB);
    return HostTx.call(contract, "transfer_from", bob, new Val.Addr(ALICE), bob, Val.i128(amount));
  }

  private static byte[] balance(Address contract, Address holder) {
    return HostTx.call(contract, "balance", new Val.Addr(holder));
  }

  private static JsonNode entries(SteppedSandbox network, String key) {
    var params = JsonNodeFactory.instance.objectNode();
    params.putArray("keys").add(key);
    return network.result("getLedgerEntries", params).path("entries");
  }
}
