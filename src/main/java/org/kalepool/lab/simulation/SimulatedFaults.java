package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.kalepool.kale.Farm;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.fault.FaultSchedule;

/** Lets go wrong what was asked for, each thing drawn from the seed alone. */
final class SimulatedFaults {
  /** Ledgers that an entry lives in the simulated network: six blocks or so. */
  static final long LIFE = 320;

  /** Within which the pool has looked again after the node was stalled. */
  private static final long LEDGERS_TO_LOOK = 10;

  private static final double CUT_IN_A_CALL = 1 / 20_000.0;

  /**
   * XLM for one KALE: at the first farming pays everybody, at the other nobody, with the sandbox's
   * fees and a handful of farmers.
   */
  private static final double DEAR = 3e-4;

  private static final double CHEAP = 1.5e-5;

  /** What the exchange holds of XLM, however much KALE. */
  private static final Xlm LUMENS = Xlm.parse("10000");

  /** None while a debt is paid: an operator has to say then whether it was. */
  private static final String MAY_BE_FORGOTTEN =
      "select count(*) from transactions where state = 'BUILT' and not exists (select 1 from"
          + " open_deeds where action = 'DEBT')";

  private static final long[] SURGES = {10, 100, 1_000};

  private final Set<SimulatedFault> on;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final SplittableRandom random;
  private final Map<SimulatedFault, Long> own = new EnumMap<>(SimulatedFault.class);
  private final SplittableRandom market;
  private final SplittableRandom prices;
  private long marketBlock = -1;
  private long pricedBlock = -1;
  private double price = DEAR;
  private boolean calm;
  private boolean exits;
  private long pausedUntil;
  private long silentUntil;

  /** When it last spoke again; before any ledger if it has never been silent. */
  private long silentEnd = -LIFE;

  private boolean stalling;
  private long stalledUntil = -LEDGERS_TO_LOOK;
  private long awayUntil;
  private long readOnlyUntil;
  private long forgotAt = Long.MIN_VALUE / 2;
  private final SimulatedRestore restore;

  SimulatedFaults(
      Set<SimulatedFault> on,
      Sandbox sandbox,
      SimulatedDatabase database,
      SimulatedRestore restore,
      long seed) {
    this.on = on;
    this.restore = restore;
    this.sandbox = sandbox;
    this.database = database;
    this.random = new SplittableRandom(seed ^ 0x7f0b1e5L);
    this.market = new SplittableRandom(seed ^ 0x3a7c9d1L);
    this.prices = new SplittableRandom(seed ^ 0x51e0c7fL);
    if (on.contains(SimulatedFault.PRICE_MOVES)) {
      exchange();
    }
  }

  /** Has everything go wrong as often as it usually does. */
  void usual() {
    calm = false;
    for (SimulatedFault fault : on) {
      fault.network().ifPresent(kind -> sandbox.faults().chance(kind, fault.chance()));
    }
  }

  /** Nothing goes wrong any more. */
  void calm() throws SQLException {
    calm = true;
    if (readOnlyUntil > 0) {
      readOnlyUntil = 0;
      database.readOnly(false);
    }
    restore.forget();
    silentUntil = 0;
    pausedUntil = 0;
    stalling = false;
    awayUntil = 0;
    sandbox.faults().clear();
    sandbox.quiet();
    sandbox.pauseFarm(false);
  }

  /** Whether the node or the database fails for long, so that the pool cannot know anything. */
  boolean silent() {
    return silentUntil > 0 || readOnlyUntil > 0;
  }

  /** To be called after each ledger. */
  void ledgerClosed() throws SQLException {
    if (calm) {
      return;
    }
    long ledger = sandbox.ledger();
    crowd();
    movePrice();
    pause(ledger);
    exits |= happens(SimulatedFault.MASS_EXITS, SimulatedFault.MASS_EXITS.chance());
    silence(ledger);
    stall(ledger);
    failOver(ledger);
    refuseWrites(ledger);
    restore(ledger);
    if (happens(SimulatedFault.DATABASE_CUT, SimulatedFault.DATABASE_CUT.chance())) {
      database.cut();
    }
  }

  /** Drawn apart from the others, once a block. */
  private void crowd() {
    Farm farm = sandbox.farm();
    if (!on.contains(SimulatedFault.MARKET_SURGE) || farm.index() == marketBlock) {
      return;
    }
    marketBlock = farm.index();
    if (market.nextDouble() < SimulatedFault.MARKET_SURGE.chance()) {
      own.merge(SimulatedFault.MARKET_SURGE, 1L, Long::sum);
      long due = farm.observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
      sandbox.surge(due - 60, due + 30, SURGES[market.nextInt(SURGES.length)]);
    }
  }

  /** Drawn apart from the others, once a block. */
  private void movePrice() {
    long index = sandbox.farm().index();
    if (!on.contains(SimulatedFault.PRICE_MOVES) || index == pricedBlock) {
      return;
    }
    pricedBlock = index;
    if (prices.nextDouble() < SimulatedFault.PRICE_MOVES.chance()) {
      own.merge(SimulatedFault.PRICE_MOVES, 1L, Long::sum);
      price = CHEAP * Math.pow(DEAR / CHEAP, prices.nextDouble());
      exchange();
    }
  }

  private void exchange() {
    sandbox.pool(Kale.ofStroops(Math.round(LUMENS.stroops() / price)), LUMENS);
  }

  /** XLM for one KALE; empty where it does not move. */
  OptionalDouble price() {
    return on.contains(SimulatedFault.PRICE_MOVES)
        ? OptionalDouble.of(price)
        : OptionalDouble.empty();
  }

  private void pause(long ledger) {
    if (pausedUntil == 0
        && happens(SimulatedFault.PAUSED_FARM, SimulatedFault.PAUSED_FARM.chance())) {
      pausedUntil = ledger + 1 + random.nextInt(80);
      sandbox.pauseFarm(true);
    } else if (pausedUntil != 0 && ledger >= pausedUntil) {
      pausedUntil = 0;
      sandbox.pauseFarm(false);
    }
  }

  /**
   * Whether the node forgets, before the pool has looked, what the ledger that has just closed did
   * with something that the pool has in flight. Not while the pool needs its memory for something
   * else: without it an operator has to decide.
   */
  boolean forgets() throws SQLException {
    long ledger = sandbox.ledger();
    boolean may = !calm && !silent() && pausedUntil == 0 && !restore.pending();
    may &= ledger - silentEnd > LIFE && ledger - stalledUntil > LEDGERS_TO_LOOK;
    if (!may
        || !happens(SimulatedFault.FORGOTTEN_LANDING, SimulatedFault.FORGOTTEN_LANDING.chance())) {
      return false;
    }
    if (database.number(MAY_BE_FORGOTTEN) == 0) {
      own.merge(SimulatedFault.FORGOTTEN_LANDING, -1L, Long::sum);
      return false;
    }
    forgotAt = ledger;
    return true;
  }

  private void restore(long ledger) throws SQLException {
    boolean may = !silent() && ledger - forgotAt > 2 * LIFE && !restore.pending();
    if (may && happens(SimulatedFault.RESTORE, SimulatedFault.RESTORE.chance())) {
      restore.plan(20 + random.nextInt(60));
    } else if (readOnlyUntil == 0) {
      restore.ledgerClosed(ledger);
    }
  }

  private void silence(long ledger) throws SQLException {
    // what expires in the silence is told from deposits by the node's memory of before
    boolean may = ledger - forgotAt > 2 * LIFE && !restore.pending();
    if (may
        && silentUntil == 0
        && happens(SimulatedFault.EVICTION, SimulatedFault.EVICTION.chance())) {
      silentUntil = ledger + LIFE + random.nextInt(60);
      sandbox.faults().chance(FaultSchedule.Kind.TIMEOUT, 1);
    } else if (silentUntil != 0 && ledger >= silentUntil) {
      silentUntil = 0;
      silentEnd = ledger;
      sandbox.faults().chance(FaultSchedule.Kind.TIMEOUT, 0);
      usual();
    }
  }

  private void stall(long ledger) {
    if (!stalling && happens(SimulatedFault.STALLING_NODE, SimulatedFault.STALLING_NODE.chance())) {
      stalling = true;
      stalledUntil = ledger + 2 + random.nextInt(18);
      sandbox.faults().chance(FaultSchedule.Kind.STALLED, 1);
    } else if (stalling && ledger >= stalledUntil) {
      stalling = false;
      sandbox.faults().chance(FaultSchedule.Kind.STALLED, 0);
    }
  }

  private void failOver(long ledger) {
    if (awayUntil == 0 && happens(SimulatedFault.FAIL_OVER, SimulatedFault.FAIL_OVER.chance())) {
      awayUntil = ledger + 2 + random.nextInt(30);
      sandbox.faults().behind(1 + random.nextInt(8));
    } else if (awayUntil != 0 && ledger >= awayUntil) {
      awayUntil = 0;
      sandbox.faults().behind(0);
    }
  }

  private void refuseWrites(long ledger) throws SQLException {
    if (readOnlyUntil == 0
        && happens(SimulatedFault.READ_ONLY_DATABASE, SimulatedFault.READ_ONLY_DATABASE.chance())) {
      readOnlyUntil = ledger + 1 + random.nextInt(6);
      database.readOnly(true);
    } else if (readOnlyUntil != 0 && ledger >= readOnlyUntil) {
      readOnlyUntil = 0;
      database.readOnly(false);
    }
  }

  /** Whether farmers are to leave together now; tells it once. */
  boolean takeExits() {
    boolean now = exits && !calm;
    exits = false;
    return now;
  }

  /** To be called before each call to the node, on the pool's thread. */
  void beforeCall() {
    if (calm || !happens(SimulatedFault.DATABASE_CUT, CUT_IN_A_CALL)) {
      return;
    }
    try {
      database.cut();
    } catch (SQLException e) {
      throw new IllegalStateException("the database's sessions cannot be cut", e);
    }
  }

  private boolean happens(SimulatedFault fault, double chance) {
    boolean happens = on.contains(fault) && random.nextDouble() < chance;
    if (happens) {
      own.merge(fault, 1L, Long::sum);
    }
    return happens;
  }

  /** Something went wrong that was drawn elsewhere. */
  void happened(SimulatedFault fault) {
    own.merge(fault, 1L, Long::sum);
  }

  /** How often what went wrong. */
  Map<SimulatedFault, Long> counts() {
    Map<SimulatedFault, Long> counts = new EnumMap<>(SimulatedFault.class);
    Map<FaultSchedule.Kind, Long> network = sandbox.faults().happened();
    for (SimulatedFault fault : on) {
      long count =
          fault
              .network()
              .map(kind -> network.getOrDefault(kind, 0L))
              .orElse(own.getOrDefault(fault, 0L));
      counts.put(fault, count);
    }
    return counts;
  }
}
