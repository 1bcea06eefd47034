package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.WorkHash;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;
import org.kalepool.testing.VaultStages;

/** On whose account the works of vaults go to the network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultWorkTest extends StagesFixture {
  private static final long EARLY = 100;
  private static final long LATE = 290;

  @Inject VaultStages vaults;
  @Inject LaneWorks works;
  @Inject Poolers poolers;

  @AfterEach
  void closeChannels() {
    vaults.channels(0);
  }

  /** Works of new farmers with vaults, whose pails the chain has. */
  private List<DueWork> due(int number) {
    List<DueWork> due =
        IntStream.range(0, number).mapToObj(_ -> planted(vaults.farmer("100", "0"))).toList();
    chain.close(20);
    return due;
  }

  private DueWork planted(Planter farmer) {
    Address vault = farmer.custodial();
    chain.contract().plant(chain.now(), vault, java.math.BigInteger.ZERO);
    PlantedFarmer planted =
        new PlantedFarmer(
            farmer.id(), farmer.pooler(), 1, vault, 0, 1, -1, 0, -1, 0, 0, false, false);
    return new DueWork(
        planted,
        WorkKind.FINAL,
        new Find(
            1,
            WorkHash.of(
                chain.index(),
                1,
                chain.block(chain.index()).orElseThrow().block().entropy(),
                vault)));
  }

  private void send(List<DueWork> due, long age) {
    works.send(
        due,
        new Current(
            chain.index(),
            chain.openedAt(),
            false,
            false,
            chain.now().ledger(),
            chain.openedAt() + age));
  }

  private List<TransactionRequest> asked() {
    return transactions.open().stream().filter(it -> it.action() == Action.WORK).toList();
  }

  @Test
  void manyGoTogetherOnAChannelAndAtThePoolsCost() {
    Address channel = vaults.channels(2).getFirst();
    send(due(5), EARLY);

    assertThat(asked()).hasSize(1);
    assertThat(asked().getFirst().lane()).isEqualTo(channel);
    assertThat(asked().getFirst().call()).isInstanceOf(Call.WorkMany.class);
    network.landAll();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?", "pool-fees:" + channel))
        .containsExactly(Long.toString(FakeNetwork.BATCHED_FEE.times(5).stroops()));
    assertThat(fixture.rows("select 1 from account_balances where account like 'advanced:%'"))
        .isEmpty();
  }

  @Test
  void aSingleOneGoesWithoutTheContract() {
    Address channel = vaults.channels(1).getFirst();
    List<DueWork> due = due(1);
    send(due, EARLY);

    assertThat(asked()).hasSize(1);
    assertThat(asked().getFirst().lane()).isEqualTo(channel);
    assertThat(asked().getFirst().call()).isInstanceOf(Call.Work.class);
    network.landAll();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?", "pool-fees:" + channel))
        .containsExactly(Long.toString(FakeNetwork.WORK_FEE.stroops()));
  }

  @Test
  void inABlocksLastLedgersTheyAreSpreadOverAllChannelsThatAreFree() {
    vaults.channels(4);
    send(due(6), LATE);

    assertThat(asked()).extracting(it -> it.deeds().size()).containsExactlyInAnyOrder(2, 2, 1, 1);
    assertThat(asked()).extracting(TransactionRequest::lane).doesNotHaveDuplicates();
  }

  @Test
  void whatFindsNoChannelFreeWaitsAndTakesNoOtherAccount() {
    vaults.channels(1);
    List<DueWork> due = due(4);
    send(due, EARLY);
    List<DueWork> more = due(3);
    send(more, EARLY);

    assertThat(asked()).hasSize(1);
    network.landAll();
    send(more, EARLY);
    assertThat(asked()).hasSize(1);
    assertThat(asked().getFirst().deeds()).hasSize(3);
  }

  @Test
  void whatFailedOnceInABlockGoesByItself() {
    vaults.channels(5);
    List<DueWork> due = due(3);
    send(due, EARLY);
    network.refuseMany(asked().getFirst(), Cause.BATCH_FAILED);
    send(due, EARLY);

    assertThat(asked())
        .hasSize(3)
        .allMatch(it -> it.call() instanceof Call.Work)
        .extracting(TransactionRequest::lane)
        .doesNotHaveDuplicates();
  }

  @Test
  void whereNoChannelCanPayTheWalletDoes() {
    send(due(2), EARLY);

    assertThat(asked()).hasSize(2).allMatch(it -> it.lane().equals(poolers.own().wallet()));
  }
}
