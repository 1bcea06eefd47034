package org.kalepool.lab.simulation;

import java.util.UUID;
import org.kalepool.kale.Address;

/** One farmer as the simulation knows it, with all that it was ever given. */
final class SimulatedFarmer {
  final UUID id;
  final String token;
  final Address custodial;
  final Address payout;

  /** Whether somebody pays in XLM at all, and KALE. */
  final boolean pays;

  final boolean stakes;

  /** What the pool asked for at registration, stroops. */
  final long asked;

  /** Stroops. */
  long kaleGiven;

  /** Stroops. */
  long lumensGiven;

  SimulatedFarmer(
      UUID id,
      String token,
      Address custodial,
      Address payout,
      boolean pays,
      boolean stakes,
      long asked) {
    this.id = id;
    this.token = token;
    this.custodial = custodial;
    this.payout = payout;
    this.pays = pays;
    this.stakes = stakes;
    this.asked = asked;
  }
}
