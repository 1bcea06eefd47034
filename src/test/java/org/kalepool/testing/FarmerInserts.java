package org.kalepool.testing;

import java.time.Clock;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;

/** The rows that make a farmer and its pooler. */
record FarmerInserts(Db db, Clock clock) {
  /** One that is not this process's own. */
  void pooler(UUID id, Address wallet, int shareBasisPoints) {
    db.update(
        """
        insert into poolers (id, name, wallet, share_basis_points, max_farmers, created_at)
        values (?, ?, ?, ?, 100, ?)\
        """,
        id,
        "pooler " + id,
        wallet.text(),
        shareBasisPoints,
        clock.instant());
  }

  void joins(UUID farmer, UUID pooler, int shareBasisPoints) {
    db.update(
        """
        insert into farmer_terms
          (farmer_id, pooler_id, joins, share_basis_points, valid_from, announced_at, by_whom, why)
        values (?, ?, true, ?, ?, ?, 'farmer', 'by the test')\
        """,
        farmer,
        pooler,
        shareBasisPoints,
        clock.instant(),
        clock.instant());
  }

  void farmer(UUID id, UUID pooler, Address custodial, Address payout, byte[] tokenHash) {
    db.update(
        """
        insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at)
        values (?, ?, ?, ?, ?, ?)\
        """,
        id,
        pooler,
        custodial.text(),
        payout.text(),
        tokenHash,
        clock.instant());
  }

  /** One whose KALE is in a vault of the pool contract's. */
  void vault(UUID id, UUID pooler, Address vault, Address owner, Address contract) {
    db.update(
        """
        insert into farmers (id, pooler_id, custody, custodial, payout, token_hash, created_at)
        values (?, ?, 'VAULT', ?, ?, sha256(?::bytea), ?)\
        """,
        id,
        pooler,
        vault.text(),
        owner.text(),
        vault.text(),
        clock.instant());
    db.update(
        """
        insert into vaults (farmer_id, contract, number, owner, basis_points, floor, address,
          asked_at, made_ledger)
        values (?, ?, ?, ?, 2500, 0, ?, ?, 1)\
        """,
        id,
        contract.text(),
        Math.abs(vault.hashCode()),
        owner.text(),
        vault.text(),
        clock.instant());
  }

  void settings(UUID farmer, int stakePercentage, int harvestInterval) {
    db.update(
        """
        insert into farmer_settings (farmer_id, stake_percentage, harvest_interval, by_whom, at)
        values (?, ?, ?, 'farmer', ?)\
        """,
        farmer,
        stakePercentage,
        harvestInterval,
        clock.instant());
  }

  void moved(UUID farmer, String from, String to, String byWhom) {
    db.update(
        """
        insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)
        values (?, ?, ?, ?, 'by the test', ?)\
        """,
        farmer,
        from,
        to,
        byWhom,
        clock.instant());
  }
}
