package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.CAROL;
import static org.kalepool.lab.sandbox.SteppedSandbox.address;
import static org.kalepool.lab.sandbox.SteppedSandbox.kale;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;
import static org.kalepool.lab.sandbox.SteppedSandbox.xlm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.Asset;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.BeginSponsoringFutureReservesOperation;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.ClaimClaimableBalanceOperation;
import org.stellar.sdk.Claimant;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.CreateClaimableBalanceOperation;
import org.stellar.sdk.EndSponsoringFutureReservesOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.Predicate;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.TransactionResultCode;

class SandboxClassicTest {
  private static final KeyPair NEW = key("somebody new");

  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;
  private final Asset kale = Asset.create("KALE:" + sandbox.config().issuer().text());

  @AfterEach
  void close() {
    network.close();
  }

  private Operation pay(Address to, String lumens) {
    return new PaymentOperation.Builder(to.text(), new AssetTypeNative(), lumens).build();
  }

  private Operation payKale(Address to, String amount) {
    return new PaymentOperation.Builder(to.text(), kale, amount).build();
  }

  private Operation trust(String limit) {
    return new ChangeTrustOperation.Builder(ChangeTrustAsset.create(kale), limit).build();
  }

  private static Operation create(Address account, String lumens) {
    return new CreateAccountOperation.Builder(account.text(), lumens).build();
  }

  /** The code of a landed transaction's operation, under its own kind. */
  private static int code(JsonNode transaction, int operation) {
    OperationResult result =
        SteppedSandbox.outcome(transaction, "resultXdr").getResult().getResults()[operation];
    try {
      byte[] xdr = result.toXdrByteArray();
      return xdr[11];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TransactionResultCode refusal(String envelope) {
    JsonNode sent = network.send(envelope);
    assertThat(sent.path("status").asText()).isEqualTo("ERROR");
    return SteppedSandbox.outcome(sent, "errorResultXdr").getResult().getDiscriminant();
  }

  @Test
  void paysLumensAndChargesTheBaseFee() {
    JsonNode landed = network.land(network.classic(key("alice"), pay(BOB, "10")));
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_010));
    assertThat(sandbox.lumens(ALICE)).contains(Xlm.ofStroops(9_899_999_900L));
  }

  @Test
  void keepsTheReserve() {
    // two base reserves and one for the trustline stay: 1.5 XLM
    JsonNode landed = network.land(network.classic(key("alice"), pay(BOB, "998.5")));
    assertThat(landed.path("status").asText()).isEqualTo("FAILED");
    assertThat(code(landed, 0)).isEqualTo(-2);
    JsonNode less = network.land(network.classic(key("alice"), pay(BOB, "998.4999800")));
    assertThat(less.path("status").asText()).isEqualTo("SUCCESS");
  }

  @Test
  void takesEverythingBackWhenOneOperationFails() {
    JsonNode landed =
        network.land(network.classic(key("alice"), pay(BOB, "10"), payKale(CAROL, "1")));
    assertThat(landed.path("status").asText()).isEqualTo("FAILED");
    assertThat(code(landed, 0)).isZero();
    assertThat(code(landed, 1)).isEqualTo(-6);
    assertThat(landed.path("events").has("contractEventsXdr")).isFalse();
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_000));
    assertThat(sandbox.lumens(ALICE)).contains(Xlm.ofStroops(9_999_999_800L));
  }

  @Test
  void setsUsesAndRemovesATrustline() {
    network.land(network.classic(key("carol"), trust("100")));
    assertThat(sandbox.kale(CAROL)).contains(Kale.ofStroops(0));
    assertThat(code(network.land(network.classic(key("alice"), payKale(CAROL, "101"))), 0))
        .isEqualTo(-8);
    network.land(network.classic(key("alice"), payKale(CAROL, "100")));
    assertThat(sandbox.kale(CAROL)).contains(kale(100));
    assertThat(code(network.land(network.classic(key("carol"), trust("0"))), 0)).isEqualTo(-3);
    network.land(network.classic(key("carol"), payKale(ALICE, "100"), trust("0")));
    assertThat(sandbox.kale(CAROL)).isEmpty();
  }

  @Test
  void opensAnAccountOnlyWithItsReserve() {
    Address account = address(NEW);
    assertThat(code(network.land(network.classic(key("alice"), create(account, "0.9"))), 0))
        .isEqualTo(-3);
    network.land(network.classic(key("alice"), create(account, "1")));
    assertThat(sandbox.lumens(account)).contains(xlm(1));
    assertThat(network.nextSequence(account)).isEqualTo((sandbox.ledger() << 32) + 1);
    assertThat(code(network.land(network.classic(key("alice"), create(account, "1"))), 0))
        .isEqualTo(-4);
  }

  @Test
  void leavesByPayingOutDroppingTheTrustlineAndMerging() {
    JsonNode landed =
        network.land(
            network.classic(
                key("bob"),
                payKale(ALICE, "500"),
                trust("0"),
                new AccountMergeOperation.Builder(ALICE.text()).build()));
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(sandbox.lumens(BOB)).isEmpty();
    assertThat(sandbox.kale(ALICE)).contains(kale(1_500));
    assertThat(sandbox.lumens(ALICE)).contains(Xlm.ofStroops(19_999_999_700L));
    assertThat(refusal(sign(pay(ALICE, "1"), BOB, (1_000L << 32) + 2, key("bob"))))
        .isEqualTo(TransactionResultCode.txNO_ACCOUNT);
  }

  @Test
  void anAccountWithATrustlineCannotBeMerged() {
    JsonNode landed =
        network.land(
            network.classic(key("bob"), new AccountMergeOperation.Builder(ALICE.text()).build()));
    assertThat(code(landed, 0)).isEqualTo(-4);
  }

  @Test
  void sponsorsAnAccountAndItsTrustline() {
    Address account = address(NEW);
    Transaction tx =
        network.maker.make(
            ALICE,
            network.nextSequence(ALICE),
            100,
            List.of(
                new BeginSponsoringFutureReservesOperation.Builder(account.text()).build(),
                create(account, "0"),
                new ChangeTrustOperation.Builder(ChangeTrustAsset.create(kale), "50")
                    .setSourceAccount(account.text())
                    .build(),
                new EndSponsoringFutureReservesOperation(account.text())),
            null,
            0);
    JsonNode landed = network.land(TxMaker.signed(tx, key("alice"), NEW));
    assertThat(landed.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(sandbox.lumens(account)).contains(xlm(0));
    assertThat(sandbox.kale(account)).contains(kale(0));
    // the sponsor keeps three more base reserves
    JsonNode tooMuch = network.land(network.classic(key("alice"), pay(BOB, "997.9999")));
    assertThat(code(tooMuch, 0)).isEqualTo(-2);
  }

  @Test
  void aSponsorshipThatNobodyEndsFails() {
    JsonNode landed =
        network.land(
            network.classic(
                key("alice"),
                new BeginSponsoringFutureReservesOperation.Builder(BOB.text()).build()));
    assertThat(SteppedSandbox.outcome(landed, "resultXdr").getResult().getDiscriminant())
        .isEqualTo(TransactionResultCode.txBAD_SPONSORSHIP);
  }

  @Test
  void keepsAClaimableBalanceForWhoeverMayClaimIt() {
    JsonNode made =
        network.land(
            network.classic(
                key("alice"),
                new CreateClaimableBalanceOperation.Builder(
                        "25",
                        kale,
                        List.of(new Claimant(CAROL.text(), new Predicate.Unconditional())))
                    .build()));
    assertThat(made.path("status").asText()).isEqualTo("SUCCESS");
    byte[] id =
        SteppedSandbox.outcome(made, "resultXdr")
            .getResult()
            .getResults()[0]
            .getTr()
            .getCreateClaimableBalanceResult()
            .getBalanceID()
            .getV0()
            .getHash();
    String balance = "00000000" + Hash.of(id).hex();
    Operation claim = new ClaimClaimableBalanceOperation.Builder(balance).build();
    assertThat(code(network.land(network.classic(key("bob"), claim)), 0)).isEqualTo(-2);
    assertThat(code(network.land(network.classic(key("carol"), claim)), 0)).isEqualTo(-4);
    network.land(network.classic(key("carol"), trust("100"), claim));
    assertThat(sandbox.kale(CAROL)).contains(kale(25));
    assertThat(code(network.land(network.classic(key("carol"), claim)), 0)).isEqualTo(-1);
  }

  private String sign(Operation operation, Address source, long sequence, KeyPair... keys) {
    return TxMaker.signed(
        network.maker.make(source, sequence, 100, List.of(operation), null, 0), keys);
  }

  @Test
  void theFriendbotOpensAnAccount() {
    Address account = address(NEW);
    assertThat(
            sandbox
                .friendbot(Map.of("addr", account.text(), "kale", "7"))
                .path("successful")
                .asBoolean())
        .isTrue();
    assertThat(sandbox.lumens(account)).contains(xlm(10_000));
    assertThat(sandbox.kale(account)).contains(kale(7));
    assertThat(sandbox.friendbot(Map.of("addr", account.text())).path("status").asInt())
        .isEqualTo(400);
    assertThat(sandbox.friendbot(Map.of("addr", "G123")).path("status").asInt()).isEqualTo(400);
  }
}
