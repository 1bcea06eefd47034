package org.kalepool.pages;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;

/**
 * Thousands of rows as a pool of years has them: farmers that have left, and one farmer's deeds. No
 * trigger runs, so nothing is made of them.
 */
final class ManyRows {
  /** How these farmers' ids end, and nobody else's. */
  private static final String MARK = "-feed-feed-feed-feedfeedfeed";

  private final Db db;
  private final Clock clock;
  private final UUID pooler;

  ManyRows(Db db, Clock clock, UUID pooler) {
    this.db = db;
    this.clock = clock;
    this.pooler = pooler;
  }

  private void without(List<Runnable> triggers) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              triggers.forEach(Runnable::run);
            });
  }

  private static Address address(String name, int number) {
    return Address.account(Sha256.of(name + " of many " + number));
  }

  static UUID id(int number) {
    return UUID.fromString("%08x".formatted(number) + MARK);
  }

  /** Farmers that have left. */
  void farmers(int count) {
    String custodial =
        IntStream.range(0, count)
            .mapToObj(number -> address("account", number).text())
            .collect(Collectors.joining(","));
    without(
        List.of(
            () ->
                db.update(
                    "insert into farmers (id, pooler_id, custodial, payout, token_hash, created_at,"
                        + " state) select (lpad(to_hex(n - 1), 8, '0') || '"
                        + MARK
                        + "')::uuid, ?, a, ?,"
                        + " sha256(a::bytea), now(), 'DEPARTED'"
                        + " from unnest(string_to_array(?, ',')) with ordinality as t (a, n)",
                    pooler,
                    address("payout", 0).text(),
                    custodial),
            () ->
                db.update(
                    "insert into farmer_settings (farmer_id, stake_percentage, harvest_interval,"
                        + " by_whom, at) select id, 50, 1, 'farmer', now() from farmers"
                        + " where id::text like ?",
                    "%" + MARK),
            () ->
                db.update(
                    "insert into farmer_terms (farmer_id, pooler_id, joins, share_basis_points,"
                        + " valid_from, announced_at, by_whom, why) select id, pooler_id, true,"
                        + " 5000, now(), now(), 'farmer', 'by the test' from farmers"
                        + " where id::text like ?",
                    "%" + MARK)));
  }

  /** A farmer's blocks, five minutes each, the newest an hour ago, and changes of its state. */
  void deeds(UUID farmer, long first, int blocks) {
    String series = " from generate_series(0, ?) n";
    String at =
        "timestamptz '"
            + clock.instant()
            + "' - interval '1 hour' - (? - n) * interval '5 minutes'";
    without(
        List.of(
            () ->
                db.update(
                    "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
                        + " stake_percentage, harvest_interval, transaction_hash, ledger,"
                        + " planted_at, share_basis_points) select ? + n, ?, ?, 'PLANTED', 500000000, 50, 1,"
                        + " encode(sha256(('plant' || n)::bytea), 'hex'), n + 1, "
                        + at
                        + ", 5000"
                        + series,
                    first,
                    farmer,
                    pooler,
                    blocks,
                    blocks - 1),
            () ->
                db.update(
                    "insert into works (block_index, farmer_id, pooler_id, kind, status, nonce,"
                        + " hash, zeros, gap, transaction_hash, ledger, worked_at) select ? + n, ?,"
                        + " ?, 'FINAL', 'WORKED', n, encode(sha256(n::text::bytea), 'hex'), 7, 40,"
                        + " encode(sha256(('work' || n)::bytea), 'hex'), n + 1, "
                        + at
                        + series,
                    first,
                    farmer,
                    pooler,
                    blocks,
                    blocks - 1),
            () ->
                db.update(
                    "insert into harvests (block_index, farmer_id, pooler_id, status, stake,"
                        + " reward, transaction_hash, ledger, harvested_at, share_basis_points) select ? + n, ?, ?,"
                        + " 'HARVESTED', 500000000, 1234567,"
                        + " encode(sha256(('harvest' || n)::bytea), 'hex'), n + 1, "
                        + at
                        + ", 5000"
                        + series,
                    first,
                    farmer,
                    pooler,
                    blocks,
                    blocks - 1),
            () ->
                db.update(
                    "insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)"
                        + " select ?, case n % 2 when 0 then 'ACTIVE' else 'SUSPENDED' end,"
                        + " case n % 2 when 1 then 'ACTIVE' else 'SUSPENDED' end, 'operator',"
                        + " 'change number ' || n, "
                        + at
                        + series,
                    farmer,
                    blocks,
                    blocks - 1)));
  }

  /** Blocks of the pool, each with its figures. */
  void blocks(long first, int count) {
    without(
        List.of(
            () ->
                db.update(
                    "insert into block_operations (block_index, opened_time, seen_ledger, seen_at,"
                        + " closed_at) select n, 1700000000 + n * 300, n * 60, now(), now()"
                        + " from generate_series(?, ?) n",
                    first,
                    first + count - 1),
            () ->
                db.update(
                    "insert into block_figures (block_index, opened_time, seconds, farmers, planted,"
                        + " worked, harvested, lost, rewards, fees, pooler_share, compensations,"
                        + " staked, best_zeros) select n, 1700000000 + n * 300, 300, 3, 3, 3, 3, 0,"
                        + " 100, 10, 1, 0, 100, 7 from generate_series(?, ?) n",
                    first,
                    first + count - 1)));
  }

  /** Commands of operators. */
  void commands(int count) {
    db.update(
        "insert into audit (who, what, detail, at) select 'olga', 'suspend', 'reason ' || n, now()"
            + " from generate_series(1, ?) n",
        count);
  }

  /** Takes the farmers away, and all of their deeds. */
  void clear() {
    without(
        List.of(
            () ->
                List.of(
                        "plantings",
                        "works",
                        "harvests",
                        "farmer_events",
                        "farmer_settings",
                        "farmer_terms")
                    .forEach(
                        table ->
                            db.update(
                                "delete from " + table + " where farmer_id::text like ?",
                                "%" + MARK)),
            () -> db.update("delete from farmers where id::text like ?", "%" + MARK)));
  }
}
