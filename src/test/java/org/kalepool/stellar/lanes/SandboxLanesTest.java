package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.SequenceNumber;

/** The lanes on a whole network: what a farmer's calls do and cost there. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxLanesTest extends SandboxLanesFixture {
  @Inject OpenTransactionRepository open;
  @Inject Terms terms;

  @Test
  void farmsABlockAndBooksExactlyWhatItCost() {
    Address farmer = account();
    List<Outcome.Landed> ends = new ArrayList<>();
    ends.add(trustline(farmer));
    sandbox.giveKale(farmer, Kale.parse("100"));
    sandbox.closeLedger(sandbox.now() + 300);

    ends.add(landed(request(farmer, Action.PLANT, null, new Call.Plant(farmer, Kale.parse("40")))));
    long block = Objects.requireNonNull(ends.getLast().block());
    assertThat(block).isEqualTo(chain.farm().farm().index());
    assertThat(sandbox.pail(farmer, block)).isPresent();

    Block stored = chain.block(block).orElseThrow().block();
    Hash hash = WorkHash.of(block, 7, stored.entropy(), farmer);
    ends.add(landed(request(farmer, Action.TRUSTLINE, block, new Call.Work(farmer, hash, 7))));

    sandbox.closeLedger(stored.timestamp() + 300);
    ends.add(landed(request(farmer, Action.PLANT, null, new Call.Plant(farmer, Kale.ZERO))));
    assertThat(ends.getLast().block()).isEqualTo(block + 1);

    Kale before = sandbox.kale(farmer).orElseThrow();
    ends.add(landed(request(farmer, Action.TRUSTLINE, block, new Call.Harvest(farmer, block))));
    assertThat(ends.getLast().minted())
        .isEqualTo(sandbox.kale(farmer).orElseThrow().minus(before))
        .satisfies(minted -> assertThat(minted).isGreaterThan(Kale.parse("40")));

    Xlm fees = ends.stream().map(Outcome.Landed::fee).reduce(Xlm.ZERO, Xlm::plus);
    assertThat(sandbox.lumens(farmer)).contains(FUNDS.minus(fees));
  }

  @Test
  void tellsWhatPartOfALedgerAPlantTakesByTheNetworksLimits() {
    Address farmer = account();
    trustline(farmer);
    sandbox.giveKale(farmer, Kale.parse("100"));
    sandbox.closeLedger(sandbox.now() + 300);
    long id = request(farmer, Action.PLANT, null, new Call.Plant(farmer, Kale.parse("40")));
    terms.refresh();
    // kale.md: 189 of them fill one, without the room that is declared beside
    assertThat(terms.part(open.open(id).orElseThrow().envelope().envelope()))
        .isBetween(1 / 189.0, 1.25 / 189);
    landed(id);
  }

  @Test
  void claimsKaleThatSomebodyLeft() {
    Address giver = account();
    Address farmer = account();
    trustline(giver);
    sandbox.giveKale(giver, Kale.parse("30"));
    Call leave =
        new Call.Operations(List.of(new Call.ClaimableKale(null, farmer, Kale.parse("25"))));
    landed(request(giver, Action.TRUSTLINE, 1L, leave));
    BalanceId balance = madeBy(giver);
    Claimable seen = chain.claimable(balance).orElseThrow();
    assertThat(seen).isEqualTo(new Claimable(Kale.parse("25"), Set.of(farmer), Set.of(farmer)));

    Call claim = new Call.Operations(List.of(new Call.Claim(null, balance)));
    assertThat(finish(request(farmer, Action.CLAIM, null, claim)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.NO_TRUSTLINE));
    trustline(farmer);
    landed(request(farmer, Action.CLAIM, null, claim));
    assertThat(sandbox.kale(farmer)).contains(Kale.parse("25"));
    assertThat(chain.claimable(balance)).isEmpty();
    assertThat(finish(request(farmer, Action.CLAIM, null, claim)))
        .isInstanceOf(Outcome.Failed.class);
  }

  /** What the first operation of the account's last transaction made. */
  private BalanceId madeBy(Address giver) {
    HashIDPreimage.HashIDPreimageOperationID operation =
        new HashIDPreimage.HashIDPreimageOperationID();
    operation.setSourceAccount(Xdr.accountId(giver));
    long sequence = Objects.requireNonNull(chain.holdings(List.of(giver)).get(giver)).sequence();
    operation.setSeqNum(new SequenceNumber(Xdr.int64(sequence)));
    operation.setOpNum(Xdr.uint32(0));
    HashIDPreimage preimage = new HashIDPreimage();
    preimage.setDiscriminant(EnvelopeType.ENVELOPE_TYPE_OP_ID);
    preimage.setOperationID(operation);
    return new BalanceId(Hash.of(Sha256.of(Xdr.bytes(preimage::encode))));
  }

  @Test
  void tellsTheAssetContractsErrorsFromKalesOwn() {
    Address farmer = account();
    Call plant = new Call.Plant(farmer, Kale.parse("1"));
    assertThat(finish(request(farmer, Action.PLANT, null, plant)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, end -> assertThat(end.cause()).isEqualTo(Cause.NO_TRUSTLINE));
    trustline(farmer);
    assertThat(finish(request(farmer, Action.PLANT, null, plant)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, end -> assertThat(end.cause()).isEqualTo(Cause.BALANCE_TOO_LOW));
  }

  @Test
  void paysForAFarmersPlantFromAnotherAccount() {
    Address farmer = account();
    Address payer = account();
    trustline(farmer);
    sandbox.giveKale(farmer, Kale.parse("10"));
    Xlm had = sandbox.lumens(farmer).orElseThrow();
    Outcome.Landed end =
        landed(request(payer, Action.PLANT, null, new Call.Plant(farmer, Kale.parse("10"))));
    assertThat(sandbox.kale(farmer)).contains(Kale.ZERO);
    assertThat(sandbox.lumens(farmer)).contains(had);
    assertThat(sandbox.lumens(payer)).contains(FUNDS.minus(end.fee()));
  }

  @Test
  void everyStakeIsPlantedOnceHoweverTheNetworkMisbehaves() {
    List<Address> farmers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Address farmer = account();
      trustline(farmer);
      sandbox.giveKale(farmer, Kale.parse("10"));
      farmers.add(farmer);
    }
    sandbox.closeLedger(sandbox.now() + 300);
    settled.clear();
    FaultSchedule faults = sandbox.faults();
    for (FaultSchedule.Kind kind :
        List.of(
            FaultSchedule.Kind.TIMEOUT,
            FaultSchedule.Kind.LOST_SEND,
            FaultSchedule.Kind.LOST_ANSWER,
            FaultSchedule.Kind.DOUBLED_SEND,
            FaultSchedule.Kind.LAGGING_READ,
            FaultSchedule.Kind.TRY_AGAIN_LATER)) {
      faults.chance(kind, 0.15);
    }
    List<Xlm> had = farmers.stream().map(f -> sandbox.lumens(f).orElseThrow()).toList();
    List<Long> ids =
        farmers.stream()
            .map(f -> request(f, Action.PLANT, null, new Call.Plant(f, Kale.parse("10"))))
            .toList();
    for (int i = 0; i < farmers.size(); i++) {
      Outcome.Landed end = landed(ids.get(i));
      Address farmer = farmers.get(i);
      assertThat(sandbox.kale(farmer)).contains(Kale.ZERO);
      assertThat(sandbox.lumens(farmer)).contains(had.get(i).minus(end.fee()));
    }
    assertThat(settled.all()).hasSize(farmers.size());
  }
}
