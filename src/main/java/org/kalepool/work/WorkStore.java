package org.kalepool.work;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.block.Turn;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;

/** What the database knows about the work. Every method joins the caller's transaction. */
@Singleton
final class WorkStore {
  private final Db db;
  private final Clock clock;

  WorkStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A farmer planted in a block, and how far its work is.
   *
   * @param order its registration's number
   * @param plantedLedger the pail's sequence
   * @param landedZeros of the work that counts on the chain, −1 for none
   * @param flyingZeros of the work that may still land, −1 for none
   * @param flyingSince newest ledger known when that was asked for
   * @param sends works that landed or may still land
   * @param poor whether the farmer's own account could not pay for its last work
   * @param unclear whether the network said that a work as good had been credited, and it was not
   *     this pool's
   */
  record Planted(
      UUID farmer,
      UUID pooler,
      long order,
      Address custodial,
      long stake,
      long plantedLedger,
      int landedZeros,
      long landedGap,
      int flyingZeros,
      long flyingSince,
      int sends,
      boolean poor,
      boolean unclear) {}

  /** The limits and the entropy of a block as the monitor stored them. */
  Optional<Block> block(long index) {
    return db.one(
        """
        select opened_time, min_gap, max_gap, min_stake, max_stake, min_zeros, max_zeros, entropy
        from block_operations where block_index = ? and entropy is not null
        """,
        WorkStore::readBlock,
        index);
  }

  private static Block readBlock(ResultSet row) throws SQLException {
    return new Block(
        row.getLong("opened_time"),
        row.getLong("min_gap"),
        row.getBigDecimal("min_stake").toBigIntegerExact(),
        row.getLong("min_zeros"),
        row.getLong("max_gap"),
        row.getBigDecimal("max_stake").toBigIntegerExact(),
        row.getLong("max_zeros"),
        Hash.ofHex(row.getString("entropy")),
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  /** All farmers planted in a block, in the order of their turns. */
  List<Planted> planted(long index) {
    return stored(index).stream()
        .sorted(Comparator.comparingLong(farmer -> Turn.of(index, farmer.order())))
        .toList();
  }

  private List<Planted> stored(long index) {
    return db.list(
        """
        select p.farmer_id, p.pooler_id, f.seq, f.custodial, p.stake, p.ledger,
          w.zeros as landed_zeros, w.gap as landed_gap,
          r.flying, r.since, r.sends, l.cause as last_cause
        from plantings p
        join farmers f on f.id = p.farmer_id
        left join lateral (
          select zeros, gap from works
          where farmer_id = p.farmer_id and block_index = p.block_index and status = 'WORKED'
          order by zeros desc limit 1) w on true
        left join lateral (
          select max(q.zeros) filter (where t.state in ('QUEUED','BUILT')) as flying,
            max(q.asked_ledger) filter (where t.state in ('QUEUED','BUILT')) as since,
            count(*) filter (where t.state in ('QUEUED','BUILT','LANDED')) as sends
          from work_requests q join transactions t on t.id = q.transaction_id
          where q.farmer_id = p.farmer_id and q.block_index = p.block_index) r on true
        left join lateral (
          select t.cause from work_requests q join transactions t on t.id = q.transaction_id
          where q.farmer_id = p.farmer_id and q.block_index = p.block_index
          order by q.transaction_id desc limit 1) l on true
        where p.block_index = ? and p.status = 'PLANTED'
        """,
        WorkStore::readPlanted,
        index);
  }

  private static Planted readPlanted(ResultSet row) throws SQLException {
    String cause = row.getString("last_cause");
    return new Planted(
        row.getObject("farmer_id", UUID.class),
        row.getObject("pooler_id", UUID.class),
        row.getLong("seq"),
        Address.of(row.getString("custodial")),
        row.getLong("stake"),
        row.getLong("ledger"),
        orMinusOne(row, "landed_zeros"),
        row.getLong("landed_gap"),
        orMinusOne(row, "flying"),
        row.getLong("since"),
        row.getInt("sends"),
        "INSUFFICIENT_XLM".equals(cause) || "ACCOUNT_MISSING".equals(cause),
        "ZEROS_TOO_LOW".equals(cause));
  }

  private static int orMinusOne(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? -1 : value;
  }

  /** Keeps finds for a restart. */
  void keep(long index, Map<UUID, List<Find>> finds) {
    List<UUID> farmers = new ArrayList<>();
    List<Find> all = new ArrayList<>();
    finds.forEach(
        (farmer, each) -> {
          farmers.addAll(Collections.nCopies(each.size(), farmer));
          all.addAll(each);
        });
    db.update(
        """
        insert into best_nonces (farmer_id, block_index, nonce, hash, zeros, at)
        select f, ?, n, h, z, ?
        from unnest(cast(? as uuid[]), cast(? as numeric[]), cast(? as text[]), cast(? as int[]))
          as found (f, n, h, z)
        on conflict (farmer_id, block_index, zeros) do update
          set nonce = excluded.nonce, hash = excluded.hash, at = excluded.at
        """,
        index,
        clock.instant(),
        array(farmers),
        array(all.stream().map(it -> Long.toUnsignedString(it.nonce())).toList()),
        array(all.stream().map(it -> it.hash().hex()).toList()),
        array(all.stream().map(Find::zeros).toList()));
  }

  /** What was kept for these farmers before a restart. */
  Map<UUID, List<Find>> kept(long index, Collection<UUID> farmers) {
    return db
        .list(
            """
            select farmer_id, nonce, hash from best_nonces
            where block_index = ? and farmer_id = any (cast(? as uuid[])) order by farmer_id, zeros
            """,
            row ->
                Map.entry(
                    row.getObject("farmer_id", UUID.class),
                    new Find(
                        row.getBigDecimal("nonce").toBigIntegerExact().longValue(),
                        Hash.ofHex(row.getString("hash")))),
            index,
            array(farmers))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /** The miner's memory of blocks that can no longer be worked. */
  void forgetBefore(long index) {
    db.update("delete from best_nonces where block_index < ?", index);
  }

  /** PostgreSQL's text form of an array whose elements need no quotes. */
  private static String array(Collection<?> elements) {
    return elements.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  /** Notes what a requested work is; on its landing this becomes a row in {@code works}. */
  void requested(
      long transaction, UUID farmer, long index, WorkKind kind, int zeros, long newestLedger) {
    db.update(
        """
        insert into work_requests
          (transaction_id, farmer_id, block_index, kind, zeros, asked_ledger, at)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        transaction,
        farmer,
        index,
        kind.name(),
        zeros,
        newestLedger,
        clock.instant());
  }
}
