package org.kalepool.harvest;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.kale.WorkHash;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;

/** Planted and worked pails on a farm that a test drives block by block. */
abstract class HarvestFixture extends StagesFixture {
  @Inject Poolers poolers;

  List<TransactionRequest> harvests() {
    return transactions.open().stream().filter(r -> r.action() == Action.HARVEST).toList();
  }

  List<String> rows() {
    return fixture.rows("select status, stake, reward, cause, debtor from harvests order by id");
  }

  /** Plants everybody active in the running block; nobody further, as all are then suspended. */
  long plant() {
    fixture.step();
    network.landAll();
    fixture.step();
    return chain.index();
  }

  long work(Planter farmer) {
    long index = chain.index();
    long reward = workUntold(farmer);
    Pail pail = chain.pails(List.of(farmer.custodial()), index).values().iterator().next().pail();
    Hash entropy = chain.block(index).orElseThrow().block().entropy();
    Hash hash = WorkHash.of(index, 1, entropy, farmer.custodial());
    fixture.worked(farmer, index, hash, Objects.requireNonNull(pail.gap()));
    return reward;
  }

  /** A work that the books do not know. */
  long workUntold(Planter farmer) {
    chain.close(20);
    long index = chain.index();
    Hash entropy = chain.block(index).orElseThrow().block().entropy();
    Hash hash = WorkHash.of(index, 1, entropy, farmer.custodial());
    chain.contract().work(chain.now(), farmer.custodial(), hash, 1);
    Pail pail = chain.pails(List.of(farmer.custodial()), index).values().iterator().next().pail();
    Block block = chain.block(index).orElseThrow().block();
    return Reward.of(block, pail, index).longValueExact();
  }

  /** No more plants, so that only harvests are under way. */
  void stop(Planter farmer) {
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
  }

  /** That a pail is gone is believed when two readings have said so. */
  void seenAgainInANewerLedger() {
    fixture.step();
    chain.close(1);
    fixture.step();
    fixture.step();
  }
}
