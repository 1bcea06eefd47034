package org.kalepool.testing;

import java.time.Clock;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;

/** The rows that make a farmer. */
record FarmerInserts(Db db, Clock clock) {
  void farmer(UUID id, UUID pooler, Address custodial, Address payout, byte[] tokenHash) {
    db.update(
        """
        insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at)
        values (?, ?, ?, ?, ?, ?)""",
        id,
        pooler,
        custodial.text(),
        payout.text(),
        tokenHash,
        clock.instant());
  }

  void settings(UUID farmer, int stakePercentage, int harvestInterval) {
    db.update(
        """
        insert into farmer_settings (farmer_id, stake_percentage, harvest_interval, by_whom, at)
        values (?, ?, ?, 'farmer', ?)""",
        farmer,
        stakePercentage,
        harvestInterval,
        clock.instant());
  }

  void moved(UUID farmer, String from, String to, String byWhom) {
    db.update(
        """
        insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)
        values (?, ?, ?, ?, 'by the test', ?)""",
        farmer,
        from,
        to,
        byWhom,
        clock.instant());
  }
}
