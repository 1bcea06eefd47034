package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;

/** What each deed of a transaction is told. */
class DeedOutcomesTest {
  private static final Address CHANNEL = Address.account(bytes(1));
  private static final Address FARMER = Address.account(bytes(2));
  private static final Address CONTRACT = Address.contract(bytes(3));
  private static final UUID ALICE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private static byte[] bytes(int fill) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) fill;
    return bytes;
  }

  private static Deed harvest(UUID farmer, long block) {
    return new Deed(Action.HARVEST, farmer, block, new Call.Harvest(FARMER, block));
  }

  private static TransactionRequest batch() {
    return TransactionRequest.batch(
        CHANNEL, CONTRACT, List.of(harvest(BOB, 7), harvest(ALICE, 9), harvest(ALICE, 8)), 100L);
  }

  private static Outcome.Landed landed(long fee) {
    return new Outcome.Landed(Hash.ZERO, 5, 6, Xlm.ofStroops(fee), null, null, null);
  }

  @Test
  void aBatchIsInTheOrderOfFarmersAndBlocks() {
    assertThat(batch().deeds())
        .containsExactly(harvest(ALICE, 8), harvest(ALICE, 9), harvest(BOB, 7));
    assertThat(batch().call())
        .isEqualTo(
            new Call.HarvestMany(
                CONTRACT,
                List.of(
                    new Call.Harvest(FARMER, 8),
                    new Call.Harvest(FARMER, 9),
                    new Call.Harvest(FARMER, 7))));
    assertThat(batch().farmer()).isNull();
    assertThat(batch().block()).isNull();
    assertThat(batch().of(harvest(BOB, 7)))
        .isEqualTo(
            new TransactionRequest(
                CHANNEL, Action.HARVEST, BOB, 7L, new Call.Harvest(FARMER, 7), 100L));
  }

  @Test
  void deedsThatAreNotWhatIsCalledAreRefused() {
    Deed work = new Deed(Action.WORK, BOB, 7L, new Call.Work(FARMER, Hash.ZERO, 1));
    assertThatThrownBy(
            () -> new TransactionRequest(CHANNEL, List.of(work), new Call.Harvest(FARMER, 7), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> TransactionRequest.batch(CHANNEL, CONTRACT, List.of(work, harvest(BOB, 7)), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachDeedIsToldItsOwnResultAndItsShareOfTheFee() {
    List<Outcome> each =
        DeedOutcomes.of(
            batch(),
            landed(101),
            List.of(
                new Answer.Item.Done(Kale.ofStroops(40)),
                new Answer.Item.Failed(Cause.PAIL_MISSING, "Error(Contract, #9)"),
                new Answer.Item.Done(Kale.ZERO)));
    assertThat(each)
        .containsExactly(
            new Outcome.Landed(
                Hash.ZERO, 5, 6, Xlm.ofStroops(34), null, null, null, null, Kale.ofStroops(40)),
            new Outcome.Failed(
                Hash.ZERO, 5, 6, Xlm.ofStroops(34), Cause.PAIL_MISSING, "Error(Contract, #9)"),
            new Outcome.Landed(
                Hash.ZERO, 5, 6, Xlm.ofStroops(33), null, null, null, null, Kale.ZERO));
  }

  @Test
  void whereNobodyCanTellWhatABatchDidNothingIsTakenForDone() {
    List<Outcome> each = DeedOutcomes.of(batch(), landed(3), null);
    assertThat(each)
        .hasSize(3)
        .allSatisfy(
            end ->
                assertThat(end)
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                          assertThat(failed.cause()).isEqualTo(Cause.OTHER);
                          assertThat(failed.fee()).isEqualTo(Xlm.ofStroops(1));
                        }));
  }

  @Test
  void whetherADeedWasDoneIsAsOpenAsOfItsBatch() {
    Outcome.Refused lost = new Outcome.Refused(null, Cause.SEQUENCE_TAKEN, "read the chain");
    assertThat(DeedOutcomes.of(batch(), lost, null)).hasSize(3).containsOnly(lost);
  }

  @Test
  void whatIsWrongWithTheBatchIsNoFaultOfItsDeeds() {
    assertThat(
            DeedOutcomes.of(
                batch(), new Outcome.Refused(null, Cause.INSUFFICIENT_XLM, "the channel's"), null))
        .hasSize(3)
        .containsOnly(
            new Outcome.Refused(null, Cause.BATCH_FAILED, "INSUFFICIENT_XLM: the channel's"));
    Outcome.Refused late = new Outcome.Refused(null, Cause.BLOCK_CLOSED, "over");
    assertThat(DeedOutcomes.of(batch(), late, null)).hasSize(3).containsOnly(late);
    assertThat(
            DeedOutcomes.of(
                batch(),
                new Outcome.Failed(
                    Hash.ZERO, 5, 6, Xlm.ofStroops(5), Cause.FOOTPRINT_CHANGED, "trapped"),
                null))
        .extracting(Outcome::fee)
        .containsExactly(Xlm.ofStroops(2), Xlm.ofStroops(2), Xlm.ofStroops(1));
  }

  @Test
  void aSingleDeedsOutcomeIsTheTransactions() {
    TransactionRequest single = batch().of(harvest(BOB, 7));
    assertThat(DeedOutcomes.of(single, landed(101), null)).containsExactly(landed(101));
  }

  @Test
  void sharesAddUpToTheStroop() {
    for (long fee : List.of(0L, 1L, 49L, 50L, 51L, 1_234_567L)) {
      List<Xlm> shares = DeedOutcomes.shares(Xlm.ofStroops(fee), 50);
      assertThat(shares.stream().mapToLong(Xlm::stroops).sum()).isEqualTo(fee);
      assertThat(shares.getFirst().stroops() - shares.getLast().stroops()).isBetween(0L, 1L);
    }
  }
}
