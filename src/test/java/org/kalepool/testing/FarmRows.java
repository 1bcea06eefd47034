package org.kalepool.testing;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.pooler.Pooler;
import org.kalepool.web.Token;

/** Puts poolers, farmers and pails into the database, each test's own. */
@Alternative
@Dependent
public final class FarmRows {
  private final Db db;
  private final Clock clock;
  private final FakeSigner signer;
  private final FarmerInserts inserts;

  FarmRows(Db db, Clock clock, FakeSigner signer) {
    this.db = db;
    this.clock = clock;
    this.signer = signer;
    this.inserts = new FarmerInserts(db, clock);
  }

  /** An account address that is the same for the same name. */
  public static Address address(String name) {
    return Address.account(Sha256.of(name));
  }

  /** The bearer token of a farmer made here. */
  public static String token(UUID farmer) {
    return "kf_" + farmer;
  }

  /** A new pooler whose wallet the pool can sign for. */
  public Pooler pooler(int shareBasisPoints) {
    UUID id = UUID.randomUUID();
    Pooler pooler =
        new Pooler(id, "pooler " + id, address("pooler " + id), shareBasisPoints, 100, true);
    inserts.pooler(id, pooler.wallet(), shareBasisPoints);
    signer.hold(pooler.wallet());
    return pooler;
  }

  /** A new farmer who came to this state through all those before it. */
  public Farmer farmer(Pooler pooler, FarmerState state) {
    UUID id = UUID.randomUUID();
    Farmer farmer =
        new Farmer(
            id, pooler.id(), address("custodial " + id), address("payout " + id), state, 50, 3);
    inserts.farmer(id, pooler.id(), farmer.custodial(), farmer.payout(), Token.hash(token(id)));
    inserts.settings(id, 50, 3);
    FarmerState[] life = {
      FarmerState.REGISTERED, FarmerState.FUNDED, FarmerState.ACTIVE, FarmerState.LEAVING
    };
    for (int i = 1; i < life.length && life[i].compareTo(state) <= 0; i++) {
      moved(id, life[i - 1], life[i]);
    }
    return farmer;
  }

  public void moved(UUID farmer, FarmerState from, FarmerState to) {
    inserts.moved(farmer, from.name(), to.name(), "test");
  }

  /** A block that the monitor has seen opening in this ledger. */
  public void block(long index, long openedLedger, Block block) {
    run(
        "insert into block_operations"
            + " (block_index, opened_time, opened_ledger, seen_ledger, seen_at, min_gap, max_gap,"
            + " min_zeros, max_zeros, min_stake, max_stake, entropy)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        index,
        block.timestamp(),
        openedLedger,
        openedLedger,
        now(),
        block.minGap(),
        block.maxGap(),
        block.minZeros(),
        block.maxZeros(),
        new BigDecimal(block.minStake()),
        new BigDecimal(block.maxStake()),
        block.entropy().hex());
  }

  public void planted(Farmer farmer, long block, String stake, long ledger) {
    run(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " values (?, ?, ?, 'PLANTED', ?, 50, 3, ?, ?)",
        block,
        farmer.id(),
        farmer.pooler(),
        Kale.parse(stake).stroops(),
        ledger,
        now());
  }

  public void harvested(Farmer farmer, long block) {
    run(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, harvested_at)"
            + " values (?, ?, ?, 'HARVESTED', 0, ?)",
        block,
        farmer.id(),
        farmer.pooler(),
        now());
  }

  public void reconciled(Farmer farmer, String what, long difference) {
    run(
        "insert into reconciliations (farmer_id, ledger, what, books, chain, difference, at)"
            + " values (?, 1, ?, 0, ?, ?, ?)",
        farmer.id(),
        what,
        difference,
        difference,
        now());
  }

  /** Runs one statement in a transaction of its own. */
  public void run(String sql, @Nullable Object... parameters) {
    db.update(sql, parameters);
  }

  /** All rows, columns joined by a blank. */
  public List<String> rows(String sql, @Nullable Object... parameters) {
    return db.rows(sql, parameters);
  }

  private Instant now() {
    return clock.instant();
  }
}
