package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.testing.PostgresResource;

/** Simulation, footprint and the boundary between blocks. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LaneContractCallsTest extends LanesFixture {
  private long planted(long block) {
    TransactionRequest plant =
        new TransactionRequest(
            lane,
            Action.PLANT,
            farmer.id(),
            block,
            new Call.Plant(lane, Kale.parse("5")),
            node.closeTime + 400);
    long id = transactions.request(plant).orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  private List<Long> declaredBlocks() {
    SorobanData data = Objects.requireNonNull(Envelope.read(node.sent.getFirst()).data());
    return data.writtenBlocks();
  }

  @Test
  void plantsInTheBlockThatItsFootprintNames() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.plantJoiningBlockZero());
    long id = planted(0);
    assertThat(declaredBlocks()).containsExactly(0L);
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(((Outcome.Landed) outcome()).block()).isZero();
  }

  @Test
  void declaresTheNextBlockTooWhenTheRunningOneIsAboutToEnd() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 290));
    node.simulate(Simulations.plantJoiningBlockZero());
    planted(0);
    assertThat(declaredBlocks()).containsExactly(0L, 1L);
    assertThat(Envelope.read(node.sent.getFirst()).data())
        .isNotNull()
        .satisfies(data -> assertThat(data.resourceFee()).isGreaterThan(6 * 33_065));
  }

  @Test
  void asksANodeThatHasThatLedgerWhichOfTwoBlocksAPlantWentInto() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 290));
    node.simulate(Simulations.plantJoiningBlockZero());
    long id = planted(0);
    node.close();
    node.entriesLag = 2;
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    assertThat(settled.all()).isEmpty();
    node.entriesLag = 0;
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void settlesAContractsRefusalWithoutSending() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.refused(8));
    long id = planted(0);
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.ALREADY_PLANTED);
    assertThat(node.sent).isEmpty();
  }

  @Test
  void waitsForTheBlockThatAPlantIsToOpen() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.refused(8));
    long id = planted(1);
    assertThat(state(id)).isEqualTo("QUEUED");
    assertThat(node.sent).isEmpty();
  }

  @Test
  void doesNotBelieveARefusalOfANodeThatIsBehind() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.refused(8).put("latestLedger", node.ledger - 1));
    long id = planted(0);
    assertThat(state(id)).isEqualTo("QUEUED");
    node.simulate(Simulations.plantJoiningBlockZero());
    step();
    assertThat(state(id)).isEqualTo("BUILT");
  }
}
