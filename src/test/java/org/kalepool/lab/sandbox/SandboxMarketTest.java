package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.CAROL;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.FeeBumpTransaction;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultCode;

/** Others compete for a ledger's room: who gets in, what it costs, what a node tells of it. */
class SandboxMarketTest {
  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;

  @AfterEach
  void close() {
    network.close();
  }

  private void surge(long times) {
    sandbox.surge(sandbox.now(), sandbox.now() + 600, times);
  }

  private Transaction payment(long bid) {
    return payment(bid, "1");
  }

  private Transaction payment(long bid, String lumens) {
    Transaction tx =
        network.maker.make(
            ALICE,
            network.nextSequence(ALICE),
            bid,
            List.of(
                new PaymentOperation.Builder(BOB.text(), new AssetTypeNative(), lumens).build()),
            null,
            0);
    tx.sign(key("alice"));
    return tx;
  }

  private String bump(Transaction inner, long bid) {
    FeeBumpTransaction bump =
        new FeeBumpTransaction.Builder(inner).setFeeAccount(CAROL.text()).setBaseFee(bid).build();
    bump.sign(key("carol"));
    return bump.toEnvelopeXdrBase64();
  }

  private String status(JsonNode sent) {
    return sent.path("status").asText();
  }

  private String fate(JsonNode sent) {
    return status(network.transaction(sent.path("hash").asText()));
  }

  private TransactionResult refusal(JsonNode sent) {
    assertThat(status(sent)).isEqualTo("ERROR");
    return SteppedSandbox.outcome(sent, "errorResultXdr");
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 100, 1_000})
  void chargesTheLedgersPriceAndNotTheBid(long times) {
    surge(times);
    JsonNode sent = network.send(payment(times * 400).toEnvelopeXdrBase64());
    sandbox.closeLedger();
    long price = sandbox.prices(sandbox.ledger()).getFirst();
    assertThat(price).isBetween(times * 100 * 7 / 10, times * 100 * 14 / 10);
    JsonNode landed = network.transaction(sent.path("hash").asText());
    assertThat(SteppedSandbox.outcome(landed, "resultXdr").getFeeCharged().getInt64())
        .as("its own place leaves one less of them to the others")
        .isBetween(price, price * 11 / 10);
  }

  @Test
  void tellsThoseWhoBidTooLittleForTheQueueWhatWouldHaveBeenEnough() {
    surge(100);
    TransactionResult refused = refusal(network.send(payment(100).toEnvelopeXdrBase64()));
    assertThat(refused.getResult().getDiscriminant())
        .isEqualTo(TransactionResultCode.txINSUFFICIENT_FEE);
    long enough = refused.getFeeCharged().getInt64();
    assertThat(enough).isBetween(2_000L, 10_000L);
    assertThat(status(network.send(payment(enough - 1).toEnvelopeXdrBase64()))).isEqualTo("ERROR");
    assertThat(status(network.send(payment(enough).toEnvelopeXdrBase64()))).isEqualTo("PENDING");
  }

  @Test
  void forgetsWhatNoLedgerTakesAndRefusesItForAWhile() {
    surge(100);
    String low = payment(7_000).toEnvelopeXdrBase64();
    JsonNode sent = network.send(low);
    assertThat(status(sent)).isEqualTo("PENDING");
    sandbox.closeLedgers(4);
    assertThat(fate(sent)).isEqualTo("NOT_FOUND");
    assertThat(status(network.send(low))).isEqualTo("TRY_AGAIN_LATER");
    sandbox.quiet();
    sandbox.closeLedgers(11);
    JsonNode again = network.send(low);
    sandbox.closeLedger();
    assertThat(fate(again)).isEqualTo("SUCCESS");
  }

  @Test
  void letsAFeeBumpReplaceTheSameTransactionOnlyForTenTimesTheBid() {
    surge(100);
    Transaction inner = payment(7_000);
    JsonNode sent = network.send(inner.toEnvelopeXdrBase64());
    assertThat(status(network.send(payment(70_000, "2").toEnvelopeXdrBase64())))
        .as("another one of the account")
        .isEqualTo("TRY_AGAIN_LATER");
    assertThat(refusal(network.send(bump(inner, 69_999))).getFeeCharged().getInt64())
        .isEqualTo(140_000);
    JsonNode bumped = network.send(bump(inner, 70_000));
    assertThat(status(bumped)).isEqualTo("PENDING");
    assertThat(status(network.send(inner.toEnvelopeXdrBase64()))).isEqualTo("DUPLICATE");
    sandbox.closeLedger();
    assertThat(fate(bumped)).isEqualTo("SUCCESS");
    assertThat(fate(sent)).isEqualTo("NOT_FOUND");
    assertThat(refusal(network.send(inner.toEnvelopeXdrBase64())).getResult().getDiscriminant())
        .isEqualTo(TransactionResultCode.txBAD_SEQ);
  }

  @Test
  void passesOneOverUntilAFeeBumpReplacesIt() {
    sandbox.faults().next(FaultSchedule.Kind.PASSED_OVER, 1);
    Transaction inner = payment(100);
    JsonNode sent = network.send(inner.toEnvelopeXdrBase64());
    sandbox.closeLedgers(2);
    assertThat(fate(sent)).isEqualTo("NOT_FOUND");
    JsonNode bumped = network.send(bump(inner, 1_000));
    sandbox.closeLedger();
    assertThat(fate(bumped)).isEqualTo("SUCCESS");
  }

  @Test
  void tellsWhatLedgersCharged() {
    JsonNode before = network.result("getFeeStats", null);
    assertThat(before.path("sorobanInclusionFee").path("p99").asLong()).isLessThanOrEqualTo(100);
    surge(100);
    sandbox.closeLedgers(10);
    JsonNode after = network.result("getFeeStats", null);
    List<Long> prices = sandbox.prices(sandbox.ledger() - 9);
    long dearest = prices.stream().max(Long::compare).orElseThrow();
    assertThat(after.path("sorobanInclusionFee").path("max").asLong()).isEqualTo(dearest);
    assertThat(after.path("inclusionFee").path("max").asLong()).isEqualTo(dearest);
    assertThat(after.path("sorobanInclusionFee").path("p50").asLong()).isBetween(7_000L, dearest);
    assertThat(after.path("sorobanInclusionFee").path("transactionCount").asLong())
        .isGreaterThan(900);
  }
}
