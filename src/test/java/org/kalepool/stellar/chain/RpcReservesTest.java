package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.PoolSchedule;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.PoolReserves.Held;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.RpcTransport;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.ContractDataDurability;
import org.stellar.sdk.xdr.ContractDataEntry;
import org.stellar.sdk.xdr.ContractExecutable;
import org.stellar.sdk.xdr.ContractExecutableType;
import org.stellar.sdk.xdr.ExtensionPoint;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.SCContractInstance;
import org.stellar.sdk.xdr.SCMap;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Exchanges' reserves, out of the sandbox's answers and of a pair contract's instance. */
final class RpcReservesTest {
  /** The client asks for it first. */
  private static final ObjectNode NETWORK =
      JsonNodeFactory.instance.objectNode().put("passphrase", TestNetwork.PASSPHRASE);

  private static final Address PAIR = Address.of(TestNetwork.CONTRACT);

  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));
  private final Sandbox sandbox = Sandbox.start(SandboxConfig.stepped());

  @AfterEach
  void close() {
    sandbox.close();
  }

  private RpcReserves ofSandbox() {
    ConfiguredNetwork network = TestNetwork.settings(sandbox.config());
    RpcTransport transport =
        (method, params) ->
            method.equals("getNetwork") ? NETWORK : sandbox.call(method, params).path("result");
    return new RpcReserves(TestNetwork.rpc(transport, TestNetwork.status(clock)), network);
  }

  @Test
  void aClassicPoolIsFoundByTheNetworksOwnId() {
    RpcReserves reserves = ofSandbox();
    assertThat(reserves.classic(Optional.empty())).isEmpty();
    sandbox.pool(Kale.parse("10000000"), Xlm.parse("5000"));
    Held held = reserves.classic(Optional.empty()).orElseThrow();
    assertThat(held.kale()).isEqualTo(Kale.parse("10000000"));
    assertThat(held.xlm()).isEqualTo(Xlm.parse("5000"));
    assertThat(held.ledger()).isEqualTo(sandbox.ledger());
    assertThat(reserves.classic(Optional.of(Hash.ZERO))).isEmpty();
  }

  @Test
  void aScheduleMovesThePoolAsLedgersClose() {
    long now = sandbox.now();
    sandbox.pool(
        new PoolSchedule(
            List.of(
                new PoolSchedule.Held(now, Kale.parse("100"), Xlm.parse("1")),
                new PoolSchedule.Held(now + 12, Kale.parse("50"), Xlm.parse("2")))));
    sandbox.closeLedger(now + 5);
    assertThat(ofSandbox().classic(Optional.empty()).orElseThrow().xlm()).isEqualTo(Xlm.parse("1"));
    sandbox.closeLedger(now + 15);
    assertThat(ofSandbox().classic(Optional.empty()).orElseThrow().kale())
        .isEqualTo(Kale.parse("50"));
  }

  private static RpcReserves ofPair(SCMapEntry... storage) {
    SCContractInstance instance = new SCContractInstance();
    ContractExecutable code = new ContractExecutable();
    code.setDiscriminant(ContractExecutableType.CONTRACT_EXECUTABLE_STELLAR_ASSET);
    instance.setExecutable(code);
    instance.setStorage(new SCMap(storage));
    SCVal value = new SCVal();
    value.setDiscriminant(SCValType.SCV_CONTRACT_INSTANCE);
    value.setInstance(instance);
    SCVal key = new SCVal();
    key.setDiscriminant(SCValType.SCV_LEDGER_KEY_CONTRACT_INSTANCE);
    ContractDataEntry data = new ContractDataEntry();
    ExtensionPoint ext = new ExtensionPoint();
    ext.setDiscriminant(0);
    data.setExt(ext);
    data.setContract(ScVals.scAddress(PAIR));
    data.setKey(key);
    data.setDurability(ContractDataDurability.PERSISTENT);
    data.setVal(value);
    LedgerEntryData entry = new LedgerEntryData();
    entry.setDiscriminant(LedgerEntryType.CONTRACT_DATA);
    entry.setContractData(data);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("latestLedger", 77);
    answer
        .putArray("entries")
        .addObject()
        .put("key", LedgerKeys.text(LedgerKeys.instance(PAIR)))
        .put("xdr", Xdr.base64(entry::encode))
        .put("lastModifiedLedgerSeq", 70);
    SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));
    return new RpcReserves(
        TestNetwork.rpc(
            (method, params) -> method.equals("getNetwork") ? NETWORK : answer,
            TestNetwork.status(clock)),
        TestNetwork.settings());
  }

  private static SCMapEntry stored(SCVal key, long amount) {
    SCMapEntry entry = new SCMapEntry();
    entry.setKey(key);
    entry.setVal(ScVals.int128(BigInteger.valueOf(amount)));
    return entry;
  }

  @Test
  void aPairKeepsItsReservesUnderNumbersOrNames() {
    RpcReserves numbers = ofPair(stored(ScVals.uint32(2), 30), stored(ScVals.uint32(3), 60));
    assertThat(numbers.pair(PAIR, "2", "3"))
        .contains(new Held(Kale.ofStroops(30), Xlm.ofStroops(60), 77));
    RpcReserves names =
        ofPair(
            stored(ScVals.vec(ScVals.symbol("ReserveA")), 5), stored(ScVals.symbol("ReserveB"), 6));
    assertThat(names.pair(PAIR, "ReserveA", "ReserveB"))
        .contains(new Held(Kale.ofStroops(5), Xlm.ofStroops(6), 77));
  }

  @Test
  void aPairWithoutThatKeyOrWithAnOddAmountIsRefused() {
    RpcReserves pair = ofPair(stored(ScVals.uint32(2), 30), stored(ScVals.uint32(3), -1));
    assertThatThrownBy(() -> pair.pair(PAIR, "2", "4"))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("it keeps nothing under 4");
    assertThatThrownBy(() -> pair.pair(PAIR, "2", "3"))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("a reserve of -1");
  }
}
