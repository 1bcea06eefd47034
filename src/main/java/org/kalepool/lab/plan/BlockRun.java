package org.kalepool.lab.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.kale.Block;

/** One block being played by one plan: the clock, the pool's farmers and their works. */
final class BlockRun {
  final long index;
  final Block block;
  final Timing timing;
  final double rate;
  final List<PoolFarmer> farmers;
  final SeededRandom random;
  private final NetworkModel model;
  private final Tally tally;
  private final SeededRandom network;
  private final Map<Integer, Integer> taken = new HashMap<>();
  private final List<Flight> flights = new ArrayList<>();
  private final List<Flight> settled = new ArrayList<>();
  private int ledger;

  /**
   * @param block its limits
   * @param rate hashes a second
   * @param random the hashes'
   * @param network the transactions'
   */
  BlockRun(
      long index,
      Block block,
      NetworkModel model,
      Timing timing,
      double rate,
      List<PoolFarmer> farmers,
      SeededRandom random,
      SeededRandom network) {
    this.index = index;
    this.block = block;
    this.model = model;
    this.timing = timing;
    this.rate = rate;
    this.farmers = farmers;
    this.random = random;
    this.network = network;
    this.tally = new Tally(block);
  }

  /** Plays the block to its end. */
  Tally play(Strategy strategy, List<OtherFarmer> others) {
    others.forEach(other -> tally.plant(other.stake()));
    farmers.forEach(farmer -> tally.plant(farmer.stake));
    strategy.begin(this);
    while (ledger < timing.opening()) {
      strategy.mine(this, timing.close(ledger), timing.close(ledger + 1));
      ledger++;
      settle();
      if (ledger < timing.opening()) {
        strategy.closed(this);
      }
    }
    for (OtherFarmer other : others) {
      if (other.works() >= 0) {
        tally.work(other.works() - other.plants(), other.stake(), other.zeros());
      }
    }
    strategy.end(this, tally.closed());
    return tally;
  }

  /** The newest ledger. */
  int ledger() {
    return ledger;
  }

  /** Sends a work now. */
  void send(PoolFarmer farmer, int zeros) {
    int lands = Math.max(ledger, farmer.planted) + network.pick(model.landing());
    while (taken.getOrDefault(lands, 0) >= model.worksPerLedger()) {
      lands++;
    }
    taken.merge(lands, 1, Integer::sum);
    farmer.sent();
    flights.add(new Flight(farmer, zeros, ledger, lands));
  }

  /** The best work of this farmer that is still on its way. */
  Optional<Flight> flying(PoolFarmer farmer) {
    return flights.stream()
        .filter(flight -> flight.farmer() == farmer)
        .max(Comparator.comparingInt(Flight::zeros));
  }

  /** The works that landed in the newest ledger, in time or not. */
  List<Flight> landedNow() {
    return settled;
  }

  private void settle() {
    settled.clear();
    flights.stream()
        .filter(flight -> flight.lands() <= ledger)
        .sorted(Comparator.comparingInt(Flight::zeros))
        .forEach(settled::add);
    flights.removeAll(settled);
    if (ledger < timing.opening()) {
      settled.forEach(this::apply);
    }
  }

  private void apply(Flight flight) {
    PoolFarmer farmer = flight.farmer();
    int gap = flight.lands() - farmer.planted;
    if (!farmer.worked()) {
      tally.work(gap, farmer.stake, flight.zeros());
    } else if (flight.zeros() > farmer.landedZeros()) {
      tally.workAgain(gap, farmer.stake, flight.zeros(), farmer.landedZeros());
    } else {
      return;
    }
    farmer.landed(gap, flight.zeros());
  }
}
