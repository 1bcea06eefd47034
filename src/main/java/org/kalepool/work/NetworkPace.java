package org.kalepool.work;

import org.kalepool.work.plan.NetworkMeasures;

/** How the network behaves, as the engine's plans need it. */
interface NetworkPace {
  NetworkMeasures measures();

  /** How many known ledgers closed when the next block was due already. */
  int ledgersPastDue();
}
