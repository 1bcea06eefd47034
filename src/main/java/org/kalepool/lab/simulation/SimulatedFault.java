package org.kalepool.lab.simulation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.lab.sandbox.fault.FaultSchedule;

/** What can go wrong in a simulation, and how often: for every call, ledger, or call sent. */
enum SimulatedFault {
  TIMEOUT(FaultSchedule.Kind.TIMEOUT, 0.01),
  CONNECTION_REFUSED(FaultSchedule.Kind.CONNECTION_REFUSED, 0.01),
  LOST_SEND(FaultSchedule.Kind.LOST_SEND, 0.03),
  DOUBLED_SEND(FaultSchedule.Kind.DOUBLED_SEND, 0.03),
  LATE_SEND(FaultSchedule.Kind.LATE_SEND, 0.03),
  LOST_ANSWER(FaultSchedule.Kind.LOST_ANSWER, 0.03),
  LAGGING_READ(FaultSchedule.Kind.LAGGING_READ, 0.03),
  TRY_AGAIN_LATER(FaultSchedule.Kind.TRY_AGAIN_LATER, 0.03),
  ODD_ANSWERS(FaultSchedule.Kind.ODD_ANSWER, 0.01),
  FEE_SURGE(FaultSchedule.Kind.FEE_SURGE, 0.02),
  FULL_LEDGER(FaultSchedule.Kind.FULL_LEDGER, 0.03),
  LATE_LEDGER(FaultSchedule.Kind.LATE_LEDGER, 0.03),
  /** Others crowd the last minute of a block: ledgers cost 10, 100 or 1,000 times the usual. */
  MARKET_SURGE(null, 1 / 3.0),
  /** What KALE is worth in XLM moves, so that farming does not pay for some blocks. */
  PRICE_MOVES(null, 1 / 10.0),
  /** The homesteader stops planting for some ledgers. */
  PAUSED_FARM(null, 1 / 2_000.0),
  /** The node takes calls and answers none, for up to two minutes. */
  STALLING_NODE(null, 1 / 600.0),
  /** Another node answers for a while, which is some ledgers behind; then again the first one. */
  FAIL_OVER(null, 1 / 400.0),
  /** Nearly all farmers leave in the same ledger. */
  MASS_EXITS(null, 1 / 1_500.0),
  /** The node is silent for longer than pails live. */
  EVICTION(null, 1 / 6_000.0),
  /** The node forgets its history, and with it a landing that the pool has not seen yet. */
  FORGOTTEN_LANDING(null, 1 / 600.0),
  /** The database is put back to an earlier copy of itself, and the pool starts anew. */
  RESTORE(null, 1 / 800.0),
  /** The database ends all sessions, between two ledgers or in the middle of the pool's work. */
  DATABASE_CUT(null, 1 / 400.0),
  /** The database takes no writes for some ledgers, as a standby does after a fail-over. */
  READ_ONLY_DATABASE(null, 1 / 1_500.0),
  /** A call of the second pooler's machine does not arrive. */
  POOLER_CALL_LOST(null, 0.03),
  /** It arrives, and the machine does not hear the answer. */
  POOLER_ANSWER_LOST(null, 0.03),
  /** It arrives twice. */
  POOLER_CALL_DOUBLED(null, 0.03),
  /** It arrives some ledgers later, when the machine has given it up. */
  POOLER_CALL_LATE(null, 0.03),
  /** The machine is dead for some blocks, and may have lost its journal when it comes back. */
  POOLER_DEAD(null, 1 / 600.0),
  /** The machine's node is some ledgers behind for a while. */
  POOLER_NODE_LAGS(null, 1 / 200.0),
  /** The machine hands over works that are none, or reports what is not so. */
  POOLER_LIES(null, 0.05);

  /** A second pooler on a machine of its own, with all that goes wrong with it. */
  static final Set<SimulatedFault> POOLERS =
      Set.copyOf(EnumSet.range(POOLER_CALL_LOST, POOLER_LIES));

  private static final String POOLERS_NAME = "poolers";

  private final FaultSchedule.@Nullable Kind network;
  private final double chance;

  SimulatedFault(FaultSchedule.@Nullable Kind network, double chance) {
    this.network = network;
    this.chance = chance;
  }

  Optional<FaultSchedule.Kind> network() {
    return Optional.ofNullable(network);
  }

  double chance() {
    return chance;
  }

  /**
   * @param text {@code all}, which is all but {@link #PRICE_MOVES}, {@code none} or names separated
   *     by commas; {@code poolers} stands for all that goes wrong with a second pooler
   * @throws CommandException naming what is unknown
   */
  static Set<SimulatedFault> parse(String text) {
    Set<SimulatedFault> chosen = EnumSet.noneOf(SimulatedFault.class);
    switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "all" -> chosen.addAll(EnumSet.complementOf(EnumSet.of(PRICE_MOVES)));
      case "none" -> {}
      default -> {
        for (String name : text.split(",", -1)) {
          if (name.strip().equalsIgnoreCase(POOLERS_NAME)) {
            chosen.addAll(POOLERS);
          } else {
            chosen.add(named(name));
          }
        }
      }
    }
    return chosen;
  }

  private static SimulatedFault named(String name) {
    try {
      return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException unknown) {
      throw new CommandException(
          "--faults: there is no '"
              + name
              + "'; all, none, or some of poolers and "
              + EnumSet.allOf(SimulatedFault.class));
    }
  }
}
