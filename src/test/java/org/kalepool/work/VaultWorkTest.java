package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.batch.BatchPlan;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
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

  /** Works of new farmers with vaults, who are planted in the running block. */
  private List<DueWork> due(int number) {
    List<Planter> farmers = vaults.farmers(number);
    vaults.channels(1);
    fixture.step();
    network.landAll();
    fixture.step();
    chain.close(20);
    return farmers.stream().map(this::due).toList();
  }

  private DueWork due(Planter farmer) {
    Address vault = farmer.custodial();
    Hash entropy = chain.block(chain.index()).orElseThrow().block().entropy();
    PlantedFarmer planted =
        new PlantedFarmer(
            farmer.id(), farmer.pooler(), 1, vault, 0, 1, -1, 0, -1, 0, 0, false, false);
    return new DueWork(
        planted, WorkKind.FINAL, new Find(1, WorkHash.of(chain.index(), 1, entropy, vault)));
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
    List<DueWork> due = due(5);
    Address channel = vaults.channels(2).getFirst();
    send(due, EARLY);

    assertThat(asked()).hasSize(1);
    assertThat(asked().getFirst().lane()).isEqualTo(channel);
    assertThat(asked().getFirst().call()).isInstanceOf(Call.WorkMany.class);
    network.landAll();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?", "pool-fees:" + channel))
        .containsExactly(Long.toString(FakeNetwork.BATCHED_FEE.times(5 + 5).stroops()));
    assertThat(fixture.rows("select 1 from account_balances where account like 'advanced:%'"))
        .isEmpty();
  }

  @Test
  void aSingleOneGoesWithoutTheContract() {
    List<DueWork> due = due(1);
    Address channel = vaults.channels(1).getFirst();
    send(due, EARLY);

    assertThat(asked()).hasSize(1);
    assertThat(asked().getFirst().lane()).isEqualTo(channel);
    assertThat(asked().getFirst().call()).isInstanceOf(Call.Work.class);
    network.landAll();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?", "pool-fees:" + channel))
        .containsExactly(
            Long.toString(FakeNetwork.BATCHED_FEE.plus(FakeNetwork.WORK_FEE).stroops()));
  }

  @Test
  void inABlocksLastLedgersTheyAreSpreadOverChannelsADozenOnEach() {
    List<DueWork> due = due(BatchPlan.URGENT + 2);
    vaults.channels(4);
    send(due, LATE);

    assertThat(asked()).extracting(it -> it.deeds().size()).containsExactlyInAnyOrder(7, 7);
    assertThat(asked()).extracting(TransactionRequest::lane).doesNotHaveDuplicates();
  }

  @Test
  void whatFindsNoChannelFreeWaitsAndTakesNoOtherAccount() {
    List<DueWork> all = due(7);
    vaults.channels(1);
    send(all.subList(0, 4), EARLY);
    List<DueWork> more = all.subList(4, 7);
    send(more, EARLY);

    assertThat(asked()).hasSize(1);
    network.landAll();
    send(more, EARLY);
    assertThat(asked()).hasSize(1);
    assertThat(asked().getFirst().deeds()).hasSize(3);
  }

  @Test
  void whatFailedOnceInABlockGoesByItself() {
    List<DueWork> due = due(3);
    vaults.channels(5);
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
    List<DueWork> due = due(2);
    vaults.channels(0);
    send(due, EARLY);

    assertThat(asked()).hasSize(2).allMatch(it -> it.lane().equals(poolers.own().wallet()));
  }
}
