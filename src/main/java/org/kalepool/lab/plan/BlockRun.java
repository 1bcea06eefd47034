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
  final Luck luck;
  private final World world;
  private final Tally tally;
  private final Luck network;
  private final Map<Integer, Integer> taken = new HashMap<>();
  private final List<Flight> flights = new ArrayList<>();
  private final List<Flight> settled = new ArrayList<>();
  private int ledger;

  /**
   * @param block its limits
   * @param rate hashes a second
   * @param luck the hashes'
   * @param network the transactions'
   */
  BlockRun(
      long index,
      Block block,
      World world,
      Timing timing,
      double rate,
      List<PoolFarmer> farmers,
      Luck luck,
      Luck network) {
    this.index = index;
    this.block = block;
    this.world = world;
    this.timing = timing;
    this.rate = rate;
    this.farmers = farmers;
    this.luck = luck;
    this.network = network;
    this.tally = new Tally(block);
  }

  /** Plays the block to its end. */
  Tally play(Tactics tactics, List<Rival> rivals) {
    rivals.forEach(rival -> tally.plant(rival.stake()));
    farmers.forEach(farmer -> tally.plant(farmer.stake));
    tactics.begin(this);
    while (ledger < timing.opening()) {
      tactics.mine(this, timing.close(ledger), timing.close(ledger + 1));
      ledger++;
      settle();
      if (ledger < timing.opening()) {
        tactics.closed(this);
      }
    }
    for (Rival rival : rivals) {
      if (rival.works() >= 0) {
        tally.work(rival.works() - rival.plants(), rival.stake(), rival.zeros());
      }
    }
    tactics.end(this, tally.closed());
    return tally;
  }

  /** The newest ledger. */
  int ledger() {
    return ledger;
  }

  /** Sends a work now. */
  void send(PoolFarmer farmer, int zeros) {
    int lands = Math.max(ledger, farmer.planted) + network.pick(world.landing());
    while (taken.getOrDefault(lands, 0) >= world.worksPerLedger()) {
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
