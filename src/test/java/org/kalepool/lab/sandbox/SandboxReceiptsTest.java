package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.CAROL;
import static org.kalepool.lab.sandbox.SteppedSandbox.address;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Receipts;
import org.kalepool.stellar.Receipts.Asset;
import org.kalepool.stellar.Receipts.Receipt;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.chain.EventPages;
import org.kalepool.stellar.chain.EventReceipts;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.RpcTransport;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.rpc.TestNetwork;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;

/** What was paid into accounts, as the events of both assets' contracts tell it. */
final class SandboxReceiptsTest {
  private static final KeyPair NEW = key("somebody new");

  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;
  private final Receipts receipts = receipts();

  @BeforeEach
  void carolHasKale() {
    sandbox.giveKale(CAROL, SteppedSandbox.kale(10));
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Receipts receipts() {
    ConfiguredNetwork configured = TestNetwork.settings(sandbox.config());
    JsonNode passphrase =
        JsonNodeFactory.instance.objectNode().put("passphrase", TestNetwork.PASSPHRASE);
    RpcTransport transport =
        (method, params) ->
            method.equals("getNetwork") ? passphrase : result(sandbox.call(method, params));
    StellarRpc rpc =
        TestNetwork.rpc(
            transport, TestNetwork.status(new SteppedClock(Instant.ofEpochSecond(1795410860))));
    return new EventReceipts(new EventPages(rpc, configured), rpc, configured);
  }

  private static JsonNode result(JsonNode answer) {
    if (answer.has("error")) {
      throw new RpcErrorException(
          answer.path("error").path("code").asInt(), answer.path("error").path("message").asText());
    }
    return answer.path("result");
  }

  private Operation pays(Address to, boolean lumens, String amount) {
    org.stellar.sdk.Asset asset =
        lumens
            ? new AssetTypeNative()
            : org.stellar.sdk.Asset.create("KALE:" + sandbox.config().issuer().text());
    return new PaymentOperation.Builder(to.text(), asset, amount).build();
  }

  private Hash lands(String by, Operation... operations) {
    JsonNode landed = network.land(network.classic(key(by), operations));
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    return new Hash(landed.path("txHash").asText());
  }

  private List<Receipt> of(Address receiver, long from) {
    return receipts
        .received(List.of(ALICE, BOB, CAROL, receiver), from, sandbox.ledger(), Instant.EPOCH)
        .receipts()
        .getOrDefault(receiver, List.of());
  }

  @Test
  void paymentsOfBothAssetsAreToldWithTheirTransactionsAndSenders() {
    long from = sandbox.ledger();
    Hash both = lands("alice", pays(BOB, false, "3"), pays(BOB, true, "2"), pays(BOB, false, "4"));
    Hash other = lands("carol", pays(BOB, false, "0.0000001"));
    assertThat(of(BOB, from))
        .extracting(Receipt::asset, Receipt::transaction, Receipt::number, Receipt::stroops)
        .containsExactly(
            tuple(Asset.KALE, both, 0, 3_0000000L),
            tuple(Asset.XLM, both, 0, 2_0000000L),
            tuple(Asset.KALE, both, 1, 4_0000000L),
            tuple(Asset.KALE, other, 0, 1L));
    assertThat(of(BOB, from)).extracting(Receipt::from).containsExactly(ALICE, ALICE, ALICE, CAROL);
    assertThat(of(ALICE, from)).isEmpty();
  }

  @Test
  void lumensThatMakeAnAccountAndThoseOfAMergedOneAreTold() {
    long from = sandbox.ledger();
    Address made = address(NEW);
    Hash creation = lands("alice", new CreateAccountOperation.Builder(made.text(), "20").build());
    JsonNode merged =
        network.land(network.classic(NEW, new AccountMergeOperation.Builder(BOB.text()).build()));
    assertThat(of(made, from))
        .containsExactly(
            new Receipt(Asset.XLM, sandbox.ledger() - 1, creation, 0, ALICE, 20_0000000L));
    assertThat(of(BOB, from))
        .singleElement()
        .satisfies(
            receipt -> {
              assertThat(receipt.transaction().hex()).isEqualTo(merged.path("txHash").asText());
              assertThat(receipt.from()).isEqualTo(made);
            });
  }

  @Test
  void whatTheNodeHasForgottenIsSaidByWhereItsMemoryBegins() {
    long from = sandbox.ledger();
    lands("alice", pays(BOB, false, "3"));
    sandbox.closeLedgers(3);
    sandbox.forgetHistory();
    Hash later = lands("carol", pays(BOB, false, "5"));
    sandbox.closeLedger();
    Receipts.Known known = receipts.received(List.of(BOB), from, sandbox.ledger(), Instant.EPOCH);
    assertThat(known.since()).isGreaterThan(from + 1);
    assertThat(known.receipts().get(BOB)).extracting(Receipt::transaction).containsExactly(later);
  }

  @Test
  void aMemoryOfAWholeLifeIsNoShortOne() {
    Receipts.Known known =
        receipts.received(
            List.of(BOB), 1, sandbox.ledger(), Instant.ofEpochSecond(sandbox.now() + 1));
    assertThat(known.since()).isEqualTo(1);
  }
}
