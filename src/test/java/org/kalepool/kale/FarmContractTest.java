package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.kale.Blocks.big;
import static org.kalepool.kale.TestFarm.ANN;
import static org.kalepool.kale.TestFarm.BEN;
import static org.kalepool.kale.TestFarm.START_INDEX;
import static org.kalepool.kale.TestFarm.START_LEDGER;
import static org.kalepool.kale.TestFarm.START_TIME;
import static org.kalepool.kale.TestFarm.TTL;

import java.math.BigInteger;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class FarmContractTest {
  private final TestFarm game = new TestFarm(1_000);

  @Test
  void opensABlockOnlyWhenSomebodyPlants() {
    game.plant(ANN, 10);
    game.untilNextBlock();
    assertThat(game.index()).isEqualTo(START_INDEX + 1);

    game.plant(BEN, 20);

    assertThat(game.index()).isEqualTo(START_INDEX + 2);
    assertThat(game.block().timestamp()).isEqualTo(START_TIME + 300);
    assertThat(game.block().stakedTotal()).isEqualTo(big(20));
    assertThat(game.farm.farm().observed().timestamp()).isEqualTo(START_TIME + 300);
  }

  @Test
  void keepsTheBlockUntilItsLastSecond() {
    game.plant(ANN, 10);
    game.pass(50, 299);
    game.plant(BEN, 20);

    assertThat(game.index()).isEqualTo(START_INDEX + 1);
    assertThat(game.block().stakedTotal()).isEqualTo(big(30));
  }

  @Test
  void scoresABlockByWhatTheOneBeforeSaw() {
    game.plant(ANN, 10);
    game.plant(BEN, 70);
    game.pass(4, 20);
    Hash first = game.work(ANN, 0, 200);
    game.pass(5, 25);
    Hash last = game.work(BEN, 0, 1);
    game.untilNextBlock();
    game.plant(ANN, 0);

    Block block = game.block();
    assertThat(block.minGap()).isEqualTo(4);
    assertThat(block.maxGap()).isEqualTo(9);
    assertThat(block.minStake()).isEqualTo(big(10));
    assertThat(block.maxStake()).isEqualTo(big(70));
    assertThat(block.minZeros()).isEqualTo(Math.min(first.zeros(), last.zeros()));
    assertThat(block.maxZeros()).isEqualTo(Math.max(first.zeros(), last.zeros()));
    assertThat(block.entropy()).isEqualTo(last);
  }

  @Test
  void refusesANegativeStakeBeforeAnythingElse() {
    game.contract.pause();

    refusedWith(6, () -> game.plant(ANN, -1));
    refusedWith(4, () -> game.plant(ANN, 0));
  }

  @Test
  void refusesASecondPlantInTheSameBlockBeforeItsStake() {
    game.plant(ANN, 10);

    refusedWith(8, () -> game.plant(ANN, 5_000));
    assertThat(game.pail(ANN).stake()).isEqualTo(big(10));
  }

  @Test
  void openingFailsWithThePlantThatWouldHaveOpened() {
    refusedWith(10, () -> game.plant(ANN, 1_001));

    assertThat(game.index()).isEqualTo(START_INDEX);
    assertThat(game.farm.block(START_INDEX + 1)).isNull();
  }

  @Test
  void burnsTheStakeOfAPlant() {
    game.plant(ANN, 400);

    assertThat(game.balance(ANN)).isEqualTo(600);
    assertThat(game.pail(ANN)).isEqualTo(new Pail(START_LEDGER, null, big(400), null));
  }

  @Test
  void plantsNothingWithoutATrustline() {
    byte[] key = new byte[32];
    key[0] = 77;
    Address stranger = Address.account(key);

    game.plant(stranger, 0);

    assertThat(game.pail(stranger).stake()).isEqualTo(BigInteger.ZERO);
  }

  @Test
  void stopsAStakeThatTheBlocksTotalCannotHold() {
    game.plant(ANN, 10);

    assertThatThrownBy(() -> game.contract.plant(game.now(), BEN, Int128.MAX))
        .isInstanceOf(ContractTrap.class);
    assertThat(game.block().stakedTotal()).isEqualTo(big(10));
  }

  @Test
  void checksAWorkInTheContractsOrder() {
    refusedWith(11, () -> game.contract.work(game.now(), ANN, Hash.ZERO, 1));
    game.plant(BEN, 1);
    refusedWith(9, () -> game.contract.work(game.now(), ANN, Hash.ZERO, 1));
    game.plant(ANN, 1);
    refusedWith(15, () -> game.contract.work(game.now(), ANN, Hash.ZERO, 1));
    game.pass(1, 5);
    refusedWith(13, () -> game.contract.work(game.now(), ANN, Hash.ZERO, 1));
    game.work(ANN, 7, 1);
    refusedWith(7, () -> game.work(ANN, 7, 1));
  }

  @Test
  void worksAfterTheIntervalUntilTheNextBlockIsOpen() {
    game.plant(ANN, 10);
    game.untilNextBlock();

    game.work(ANN, 0, 1);
    assertThat(game.pail(ANN).gap()).isEqualTo(60);

    game.plant(BEN, 10);
    refusedWith(9, () -> game.work(ANN, 0, 1));
  }

  @Test
  void takesEarlierZerosOutAtTheNewGap() {
    game.plant(ANN, 0);
    game.plant(BEN, 1);
    game.pass(1, 5);
    game.contract.work(game.now(), ANN, game.hash(ANN, game.nonceOf(ANN, 0)), game.nonceOf(ANN, 0));
    game.pass(10, 50);
    game.contract.work(game.now(), BEN, game.hash(BEN, game.nonceOf(BEN, 2)), game.nonceOf(BEN, 2));
    game.untilNextBlock();
    game.plant(ANN, 1);
    game.pass(1, 5);
    game.contract.work(game.now(), ANN, game.hash(ANN, game.nonceOf(ANN, 0)), game.nonceOf(ANN, 0));
    // gaps 1–11, stakes 0–1, zeros 0–2: scale 10
    assertThat(game.block().normalizedTotal()).isEqualTo(big(1 + 10 + 1));

    game.pass(10, 50);
    game.contract.work(game.now(), ANN, game.hash(ANN, game.nonceOf(ANN, 1)), game.nonceOf(ANN, 1));

    // counted is 12 + (10 + 10 + 5) − (10 + 10 + 1), though the pail is worth 25
    assertThat(game.block().normalizedTotal()).isEqualTo(big(16));
    assertThat(Contribution.of(game.block(), 11, big(1), 1).sum()).isEqualTo(big(25));
  }

  @Test
  void checksAHarvestInTheContractsOrder() {
    game.plant(ANN, 10);
    long index = game.index();
    refusedWith(11, () -> game.contract.harvest(ANN, index + 1));
    refusedWith(9, () -> game.contract.harvest(BEN, index));
    refusedWith(14, () -> game.contract.harvest(ANN, index));
    game.untilNextBlock();
    game.plant(BEN, 10);
    refusedWith(10, () -> game.contract.harvest(ANN, index));
  }

  @Test
  void harvestPaysRewardAndStakeOnce() {
    game.plant(ANN, 10);
    long index = game.index();
    game.pass(1, 5);
    game.work(ANN, 0, 1);
    game.untilNextBlock();
    game.plant(BEN, 10);

    BigInteger reward = game.contract.harvest(ANN, index);

    assertThat(reward).isEqualTo(big(BlockReward.of(index).stroops()));
    assertThat(game.balance(ANN)).isEqualTo(1_000 + BlockReward.of(index).stroops());
    refusedWith(9, () -> game.contract.harvest(ANN, index));
  }

  @Test
  void keepsThePailOfAHarvestBeyondTheTrustlinesLimit() {
    TestFarm tight = new TestFarm(1_000, 1_000);
    tight.plant(ANN, 10);
    long index = tight.index();
    tight.pass(1, 5);
    tight.work(ANN, 0, 1);
    tight.untilNextBlock();
    tight.plant(BEN, 10);

    refusedWith(10, () -> tight.contract.harvest(ANN, index));
    assertThat(tight.farm.pail(ANN, index)).isNotNull();
    assertThat(tight.balance(ANN)).isEqualTo(990);
  }

  @Test
  void entriesLiveFromTheirMakingAndNothingExtendsThem() {
    game.plant(ANN, 10);
    long index = game.index();
    long last = START_LEDGER + TTL - 1;
    game.pass(TTL - 1, 100);
    game.work(ANN, 0, 1);
    assertThat(game.farm.blockLiveUntil(index)).isEqualTo(OptionalLong.of(last));
    assertThat(game.farm.pailLiveUntil(ANN, index)).isEqualTo(OptionalLong.of(last));

    game.pass(1, 5);
    assertThat(game.farm.block(index)).isNull();
    assertThat(game.farm.pail(ANN, index)).isNull();
  }

  @Test
  void aPailOutlivesItsBlockButCannotBeHarvested() {
    game.plant(ANN, 10);
    game.pass(50, 250);
    game.plant(BEN, 10);
    long index = game.index();
    game.pass(TTL - 50, 86_000);

    assertThat(game.farm.block(index)).isNull();
    assertThat(game.farm.pail(BEN, index)).isNotNull();
    refusedWith(11, () -> game.contract.harvest(BEN, index));
  }

  @Test
  void skipsAnIndexWhenTheRunningBlockWasEvicted() {
    game.plant(ANN, 10);
    game.pass(TTL, 200);

    game.plant(BEN, 20);

    assertThat(game.index()).isEqualTo(START_INDEX + 2);
    assertThat(game.block().maxStake()).isEqualTo(big(10));
    // what is being observed goes on, because its 300 seconds are not over
    assertThat(game.farm.farm().observed().timestamp()).isEqualTo(START_TIME);
    assertThat(game.farm.farm().observed().maxStake()).isEqualTo(big(20));
  }

  @Test
  void pausesOnlyPlanting() {
    game.plant(ANN, 10);
    refusedWith(5, () -> game.contract.unpause());
    game.contract.pause();
    refusedWith(4, () -> game.contract.pause());
    refusedWith(4, () -> game.plant(BEN, 10));
    game.pass(1, 5);
    game.work(ANN, 0, 1);
    game.contract.unpause();
    game.plant(BEN, 10);

    assertThat(game.pail(BEN).stake()).isEqualTo(big(10));
  }

  @Test
  void removingABlockLeavesItsPails() {
    game.plant(ANN, 10);
    long index = game.index();

    game.contract.removeBlock(index);

    assertThat(game.farm.block(index)).isNull();
    assertThat(game.farm.pail(ANN, index)).isNotNull();
  }

  private static void refusedWith(int code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
