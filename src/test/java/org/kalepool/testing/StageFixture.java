package org.kalepool.testing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Chain;

/** Empties the tables, makes farmers, and moves the pool on, under {@link StagesProfile}. */
@Singleton
public final class StageFixture {
  private static final List<String> TABLES =
      List.of(
          "farmers",
          "farmer_events",
          "farmer_settings",
          "transactions",
          "transaction_envelopes",
          "transaction_actions",
          "block_operations",
          "plantings",
          "works",
          "harvests",
          "expected_rewards",
          "compensations",
          "splits",
          "debt_payments",
          "farmer_terms",
          "earned_by_terms",
          "best_nonces",
          "journal_entries",
          "journal_lines",
          "account_balances",
          "settled_ledgers",
          "unsettled_pails",
          "archive_pages",
          "carried_forward",
          "archived_blocks",
          "used_sequences",
          "farmer_counters",
          "farm_choices",
          "farm_choice_totals",
          "block_fields",
          "price_samples",
          "block_figures",
          "day_figures",
          "planted_blocks",
          "pooler_blocks",
          "farm_pauses",
          "vanished_blocks",
          "balance_days",
          "told_transfers",
          "vault_payments",
          "untold_bonds",
          "deposit_payments",
          "seen_deposits",
          "vaults",
          "reconciliations");

  /**
   * As truncate … cascade would, but most of the tables are empty, and truncating those takes as
   * long: all of them a hundred times what this does.
   */
  private static final String EMPTY =
      """
      do $$
      declare
        t text;
        filled boolean;
      begin
        for t in
          with recursive cleared(id) as (
            select name::regclass::oid from unnest(string_to_array('%s', ',')) name
            union
            select k.conrelid from pg_constraint k join cleared on k.confrelid = cleared.id
            where k.contype = 'f')
          select id::regclass::text from cleared
        loop
          execute 'select exists (select from ' || t || ')' into filled;
          if filled and pg_relation_size(t::regclass) > 1000000 then
            execute 'truncate ' || t || ' cascade';
          elsif filled then
            execute 'delete from ' || t;
          end if;
        end loop;
      end $$
      """
          .formatted(String.join(",", TABLES));

  private final Db db;
  private final Clock clock;
  private final Poolers poolers;
  private final Stepper stepper;
  private final Chain chain;
  private final FarmerInserts inserts;
  private short accounts;

  StageFixture(Db db, Clock clock, Poolers poolers, Stepper stepper, Chain chain) {
    this.db = db;
    this.clock = clock;
    this.poolers = poolers;
    this.stepper = stepper;
    this.chain = chain;
    this.inserts = new FarmerInserts(db, clock);
  }

  /**
   * A pooler on a machine of its own, of whose wallet the pool has no key, that is heard of from
   * the running block on.
   */
  public Pooler remotePooler(int shareBasisPoints) {
    UUID id = UUID.randomUUID();
    inserts.pooler(id, FarmRows.address("pooler " + id), shareBasisPoints);
    HeardPooler.statements(fake().index()).forEach(statement -> db.update(statement, id));
    return poolers.find(id).orElseThrow();
  }

  /** Has the farmer go over to a pooler, by the terms that this one has. */
  public void moves(Planter farmer, Pooler pooler) {
    inserts.joins(farmer.id(), pooler.id(), pooler.shareBasisPoints());
  }

  /** A farmer of the own pooler. */
  public record Planter(UUID id, UUID pooler, Address custodial) {}

  /** The append-only triggers do not run for a replica, so that tests can begin anew. */
  public void clear() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update(EMPTY);
            });
  }

  /** An active farmer with an account, a trustline and these amounts on the chain. */
  public Planter active(int percentage, int interval, String kale, String xlm) {
    Planter farmer = registered(percentage, interval);
    move(farmer, "REGISTERED", "FUNDED");
    move(farmer, "FUNDED", "ACTIVE");
    fake().setXlm(farmer.custodial(), Xlm.parse(xlm));
    fake().setKale(farmer.custodial(), Kale.parse(kale));
    return farmer;
  }

  /** An active farmer whose vault of a pool contract is there, and holds nothing. */
  public Planter vault(Address contract, Address owner) {
    byte[] key = nextKey();
    Planter farmer = new Planter(new UUID(7, accounts), poolers.own().id(), Address.contract(key));
    inserts.vault(farmer.id(), farmer.pooler(), farmer.custodial(), owner, contract);
    settings(farmer, 50, 1);
    db.update("update farmers set seen_at = ? where id = ?", clock.instant(), farmer.id());
    move(farmer, "REGISTERED", "FUNDED");
    move(farmer, "FUNDED", "ACTIVE");
    fake().contract(farmer.custodial(), Kale.ZERO);
    return farmer;
  }

  /** Of which no two are the same, and none is all zeros, which is somebody else's. */
  private byte[] nextKey() {
    return ByteBuffer.allocate(32).putShort(++accounts).array();
  }

  private FakeChain fake() {
    return (FakeChain) chain;
  }

  /** A farmer whose account does not exist yet. */
  public Planter registered(int percentage, int interval) {
    byte[] key = nextKey();
    Planter farmer = new Planter(new UUID(7, accounts), poolers.own().id(), Address.account(key));
    inserts.farmer(farmer.id(), farmer.pooler(), farmer.custodial(), farmer.custodial(), key);
    settings(farmer, percentage, interval);
    return farmer;
  }

  public void settings(Planter farmer, int percentage, int interval) {
    inserts.settings(farmer.id(), percentage, interval);
  }

  public void move(Planter farmer, String from, String to) {
    inserts.moved(farmer.id(), from, to, "operator");
  }

  /** Suspends the farmer as a restored backup does. */
  public void held(Planter farmer) {
    inserts.moved(farmer.id(), "ACTIVE", "SUSPENDED", "restore");
  }

  /** Moves this machine's clock by one poll and runs every stage. */
  public void step() {
    stepper.step(java.time.Duration.ofSeconds(5));
  }

  /** Records a work that landed, as the work engine does. */
  public void worked(Planter farmer, long block, Hash hash, long gap) {
    db.update(
        """
        insert into works
          (block_index, farmer_id, pooler_id, kind, status, hash, zeros, gap, transaction_id,
           worked_at)
        values (?, ?, ?, 'FINAL', 'WORKED', ?, ?, ?, null, ?)\
        """,
        block,
        farmer.id(),
        farmer.pooler(),
        hash.hex(),
        hash.zeros(),
        gap,
        clock.instant());
  }

  /** Moves this machine's clock by a second, nothing else. */
  public void tick() {
    ((org.kalepool.lab.step.SteppedClock) clock).advance(java.time.Duration.ofSeconds(1));
  }

  public String state(Planter farmer) {
    return text("select state from farmers where id = ?", farmer.id());
  }

  public long number(String sql, Object... parameters) {
    return db.one(sql, row -> row.getLong(1), parameters).orElseThrow();
  }

  public String text(String sql, Object... parameters) {
    return db.one(sql, row -> row.getString(1), parameters).orElseThrow();
  }

  /** Rows with their columns joined by blanks. */
  public List<String> rows(String sql, Object... parameters) {
    return db.rows(sql, parameters);
  }
}
