package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.CAROL;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;
import static org.kalepool.lab.sandbox.SteppedSandbox.xlm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.FeeBumpTransaction;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.TransactionResultCode;

class SandboxSendingTest {
  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;

  @AfterEach
  void close() {
    network.close();
  }

  private Operation pay(Address to, String lumens) {
    return new PaymentOperation.Builder(to.text(), new AssetTypeNative(), lumens).build();
  }

  private TransactionResultCode refusal(String envelope) {
    JsonNode sent = network.send(envelope);
    assertThat(sent.path("status").asText()).isEqualTo("ERROR");
    return SteppedSandbox.outcome(sent, "errorResultXdr").getResult().getDiscriminant();
  }

  @Test
  void onePendingTransactionPerAccount() {
    String first = network.classic(key("alice"), pay(BOB, "1"));
    assertThat(network.send(first).path("status").asText()).isEqualTo("PENDING");
    assertThat(network.send(first).path("status").asText()).isEqualTo("DUPLICATE");
    String second = sign(pay(BOB, "2"), ALICE, network.nextSequence(ALICE) + 1, key("alice"));
    assertThat(network.send(second).path("status").asText()).isEqualTo("TRY_AGAIN_LATER");
    sandbox.closeLedger();
    assertThat(network.send(first).path("status").asText()).isEqualTo("TRY_AGAIN_LATER");
    assertThat(network.send(second).path("status").asText()).isEqualTo("PENDING");
    sandbox.closeLedgers(12);
    assertThat(refusal(first)).isEqualTo(TransactionResultCode.txBAD_SEQ);
  }

  private String sign(Operation operation, Address source, long sequence, KeyPair... keys) {
    return TxMaker.signed(
        network.maker.make(source, sequence, 100, List.of(operation), null, 0), keys);
  }

  @Test
  void refusesWhatIsNotSignedOrSignedTooOften() {
    long sequence = network.nextSequence(ALICE);
    assertThat(refusal(sign(pay(BOB, "1"), ALICE, sequence, key("bob"))))
        .isEqualTo(TransactionResultCode.txBAD_AUTH);
    assertThat(refusal(sign(pay(BOB, "1"), ALICE, sequence, key("alice"), key("bob"))))
        .isEqualTo(TransactionResultCode.txBAD_AUTH_EXTRA);
    Operation bobs =
        new PaymentOperation.Builder(ALICE.text(), new AssetTypeNative(), "1")
            .setSourceAccount(BOB.text())
            .build();
    assertThat(refusal(sign(bobs, ALICE, sequence, key("alice"))))
        .isEqualTo(TransactionResultCode.txFAILED);
    network.land(sign(bobs, ALICE, sequence, key("alice"), key("bob")));
    assertThat(sandbox.lumens(BOB)).contains(xlm(999));
  }

  @Test
  void leavesOutWhatIsTooLateForTheLedger() {
    Transaction tx =
        network.maker.make(
            ALICE,
            network.nextSequence(ALICE),
            100,
            List.of(pay(BOB, "1")),
            null,
            sandbox.now() + 4);
    JsonNode sent = network.send(TxMaker.signed(tx, key("alice")));
    assertThat(sent.path("status").asText()).isEqualTo("PENDING");
    sandbox.closeLedger();
    assertThat(network.transaction(sent.path("hash").asText()).path("status").asText())
        .isEqualTo("NOT_FOUND");
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_000));
  }

  @Test
  void letsAnotherAccountPayTheFee() {
    Transaction inner =
        network.maker.make(
            ALICE, network.nextSequence(ALICE), 100, List.of(pay(BOB, "1")), null, 0);
    inner.sign(key("alice"));
    FeeBumpTransaction bump =
        new FeeBumpTransaction.Builder(inner).setFeeAccount(CAROL.text()).setBaseFee(150).build();
    bump.sign(key("carol"));
    JsonNode landed = network.land(bump.toEnvelopeXdrBase64());
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(landed.path("feeBump").asBoolean()).isTrue();
    assertThat(sandbox.lumens(ALICE)).contains(xlm(999));
    assertThat(sandbox.lumens(CAROL)).contains(Xlm.ofStroops(9_999_999_800L));
  }
}
