package org.kalepool.stellar.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.RecordedCalls;
import org.kalepool.stellar.RecordedLines;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.lanes.CallJson;
import org.kalepool.stellar.rpc.TestNetwork;
import org.stellar.sdk.AccountConverter;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.Memo;
import org.stellar.sdk.MemoId;
import org.stellar.sdk.Network;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.xdr.DecoratedSignature;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.Transaction;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/** Envelopes come out as another client, whose transactions really landed, wrote them. */
final class EnvelopeBuilderTest {
  /** Tries whose operations the pool has too. */
  private static final Set<String> OURS =
      Set.of(
          "plant: opens or joins a block",
          "plant: zero",
          "work: first",
          "harvest",
          "claimable balance",
          "trustline",
          "payment: KALE",
          "exit: payments, trustline off, merge",
          "fee bump of a plant: send");

  /** Returns the signatures that the recorded envelope carries. */
  private record Recorded(Map<Address, byte[]> signatures) implements Signer {
    static Recorded of(TransactionEnvelope envelope, TransactionV1Envelope inner) {
      Map<Address, byte[]> signatures = new HashMap<>();
      signatures.put(Xdr.account(inner.getTx().getSourceAccount()), first(inner.getSignatures()));
      if (envelope.getDiscriminant() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP) {
        signatures.put(
            Xdr.account(envelope.getFeeBump().getTx().getFeeSource()),
            first(envelope.getFeeBump().getSignatures()));
      }
      return new Recorded(signatures);
    }

    private static byte[] first(DecoratedSignature[] signatures) {
      return signatures[0].getSignature().getSignature();
    }

    @Override
    public boolean holds(Address account) {
      return signatures.containsKey(account);
    }

    @Override
    public byte[] sign(Address account, byte[] hash) {
      return Objects.requireNonNull(signatures.get(account), account.text());
    }
  }

  @TestFactory
  Stream<DynamicTest> writesTheBytesThatLanded() {
    return RecordedLines.read("rpc.jsonl").stream()
        .filter(line -> line.path("request").path("method").asText().equals("sendTransaction"))
        .filter(line -> OURS.contains(line.path("name").asText()))
        .map(
            line -> DynamicTest.dynamicTest(line.path("name").asText(), () -> assertRebuilt(line)));
  }

  private static void assertRebuilt(JsonNode line) {
    String recorded = line.path("request").path("params").path("transaction").asText();
    TransactionEnvelope envelope = Xdr.read("it", recorded, TransactionEnvelope::decode);
    TransactionV1Envelope inner = RecordedCalls.inner(recorded);
    Envelope.Content content = Envelope.read(recorded);
    EnvelopeBuilder.Draft draft = draft(content, inner.getTx(), RecordedCalls.of(recorded));
    boolean bump = envelope.getDiscriminant() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP;
    Envelope built =
        new EnvelopeBuilder(TestNetwork.settings().network())
            .sign(draft, bump ? content.feePayer() : null, Recorded.of(envelope, inner));
    if (bump) {
      // the other client bid another fee for the bump, so only what is inside is the same
      assertThat(RecordedCalls.inner(built.base64())).isEqualTo(inner);
      assertThat(Envelope.read(built.base64()).feePayer()).isEqualTo(content.feePayer());
      assertThat(built.fee()).isEqualTo(draft.fee() + draft.inclusionFee());
    } else {
      assertThat(built.base64()).isEqualTo(recorded);
      assertThat(built.hash())
          .isEqualTo(Hash.ofHex(line.path("answer").path("result").path("hash").asText()));
    }
  }

  private static EnvelopeBuilder.Draft draft(Envelope.Content content, Transaction tx, Call call) {
    SorobanData data = content.data();
    long resources = data == null ? 0 : data.resourceFee();
    return new EnvelopeBuilder.Draft(
        content.source(),
        content.sequence(),
        tx.getCond()
            .getTimeBounds()
            .getMaxTime()
            .getTimePoint()
            .getUint64()
            .getNumber()
            .longValueExact(),
        call,
        (Xdr.value(tx.getFee()) - resources) / tx.getOperations().length,
        auth(tx),
        data);
  }

  private static List<SorobanAuthorizationEntry> auth(Transaction tx) {
    var invoke = tx.getOperations()[0].getBody().getInvokeHostFunctionOp();
    SorobanAuthorizationEntry @Nullable [] auth = invoke == null ? null : invoke.getAuth();
    return auth == null ? List.of() : Arrays.asList(auth);
  }

  @Test
  void keepsEntriesToBeRestoredOnTheWay() {
    SorobanData plain =
        SorobanData.read(
            RecordedLines.read("rpc.jsonl").stream()
                .map(line -> line.path("answer").path("result").path("transactionData").asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow());
    SorobanData archived =
        new SorobanData(
            List.of(1L),
            plain.readOnly(),
            plain.readWrite(),
            plain.instructions(),
            plain.readBytes(),
            plain.writeBytes(),
            plain.resourceFee());
    byte[] bytes = Xdr.bytes(archived::write);
    assertThat(SorobanData.read(Xdr.base64(bytes))).isEqualTo(archived);
    assertThat(bytes).hasSize(Xdr.bytes(plain::write).length + 8);
  }

  @Test
  void writesMemosAndNumberedDestinationsAsTheSdkReadsThem() throws IOException {
    Address source = Address.account(new byte[32]);
    Destination exchange = new Destination(source, -2L, null);
    assertThat(Destination.of(exchange.text(), null)).isEqualTo(exchange);
    for (org.kalepool.kale.Memo memo :
        List.of(
            new org.kalepool.kale.Memo(org.kalepool.kale.Memo.Kind.TEXT, "Größe 42"),
            new org.kalepool.kale.Memo(org.kalepool.kale.Memo.Kind.ID, "18446744073709551615"),
            new org.kalepool.kale.Memo(org.kalepool.kale.Memo.Kind.HASH, "ab".repeat(32)))) {
      Call call =
          new Call.Operations(
              List.of(
                  new Call.PayXlm(null, source, -2L, Xlm.parse("1.5")),
                  new Call.Merge(null, source, -2L)),
              memo);
      assertThat(CallJson.read(CallJson.write(call))).isEqualTo(call);
      EnvelopeBuilder.Draft draft =
          new EnvelopeBuilder.Draft(source, 7, 99, call, 100, List.of(), null);
      org.stellar.sdk.Transaction read =
          (org.stellar.sdk.Transaction)
              org.stellar.sdk.Transaction.fromEnvelopeXdr(
                  AccountConverter.enableMuxed(),
                  new EnvelopeBuilder(TestNetwork.settings().network()).unsigned(draft),
                  new Network(TestNetwork.PASSPHRASE));
      assertThat(read.getMemo())
          .isEqualTo(
              switch (memo.kind()) {
                case TEXT -> Memo.text(memo.value());
                case ID -> new MemoId(new BigInteger(memo.value()));
                case HASH -> Memo.hash(memo.value());
              });
      PaymentOperation payment = (PaymentOperation) read.getOperations()[0];
      assertThat(payment.getDestination()).isEqualTo(exchange.text());
      assertThat(payment.getAmount()).isEqualTo("1.5");
      assertThat(((AccountMergeOperation) read.getOperations()[1]).getDestination())
          .isEqualTo(exchange.text());
    }
  }

  @Test
  void signsForTheOperationsSourceToo() {
    Address farmer = Address.account(new byte[32]);
    Address payer = TestNetwork.settings().network().assetIssuer();
    EnvelopeBuilder.Draft draft =
        new EnvelopeBuilder.Draft(
            payer,
            7,
            1_000,
            new Call.Plant(farmer, org.kalepool.kale.Kale.ZERO),
            100,
            List.of(),
            null);
    assertThat(EnvelopeBuilder.signers(draft)).containsExactly(payer, farmer);
    String envelope =
        new EnvelopeBuilder(TestNetwork.settings().network())
            .sign(draft, null, new Recorded(Map.of(payer, new byte[64], farmer, new byte[64])))
            .base64();
    assertThat(RecordedCalls.inner(envelope).getSignatures()).hasSize(2);
    assertThat(RecordedCalls.inner(envelope).getTx().getOperations()[0].getSourceAccount())
        .isEqualTo(Xdr.muxed(farmer));
  }
}
