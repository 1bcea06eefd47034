package org.kalepool.books;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * What the pool's transactions may have done without it having seen so: their sequence numbers are
 * used, and the node has forgotten them.
 */
@Singleton
class UnseenStore {
  private final Db db;
  private final Clock clock;

  UnseenStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A plant that may have landed.
   *
   * @param builtLedger it can only have landed after this one
   */
  record Plant(long block, Kale stake, long builtLedger) {}

  /** Plants whose sequence number was used and that no pail is known of. */
  List<Plant> plants(Address custodial) {
    return db.list(
        """
        select a.block_index, (t.call::jsonb ->> 'amount')::bigint as amount, t.built_ledger
        from transactions t join transaction_actions a on a.transaction_id = t.id
        where t.lane = ? and t.state = 'REFUSED' and t.cause = 'SEQUENCE_TAKEN'
          and a.action = 'PLANT' and t.built_ledger is not null
          and not exists (select 1 from plantings p where p.farmer_id = a.farmer_id
                          and p.block_index = a.block_index and p.status = 'PLANTED')
        order by t.id""",
        row ->
            new Plant(
                row.getLong("block_index"),
                Kale.ofStroops(row.getLong("amount")),
                row.getLong("built_ledger")),
        custodial.text());
  }

  /**
   * How many of the account's sequence numbers were used by transactions whose fee is in no books.
   * An account's numbers start with the ledger that made it in their upper half; those in use
   * before the oldest transaction that is kept are taken as accounted for, and so are those of
   * transactions that were archived, which happens only where books and chain agree.
   *
   * @param sequence the account's on the chain
   */
  long sequences(UUID farmer, Address custodial, long sequence) {
    long start = sequence & ~0xffff_ffffL;
    return db.one(
            """
            select greatest(0, ? - base.sequence - (
                select count(distinct t.sequence) from transactions t
                where t.lane = ? and t.state in ('LANDED','FAILED')
                  and t.sequence > base.sequence and t.sequence <= ?))
            from (select greatest(
              (select max(u.sequence) from unseen_fees u where u.farmer_id = ?),
              (select u.sequence from used_sequences u where u.lane = ?),
              coalesce((select min(t.sequence) - 1 from transactions t
                where t.lane = ?), ?)) as sequence) base""",
            row -> row.getLong(1),
            sequence,
            custodial.text(),
            sequence,
            farmer,
            custodial.text(),
            custodial.text(),
            start)
        .orElseThrow();
  }

  /** All numbers up to this one are accounted for by this amount. */
  void accounted(UUID farmer, long sequence, Xlm amount, long ledger) {
    db.update(
        "insert into unseen_fees (farmer_id, sequence, amount, ledger, at) values (?, ?, ?, ?, ?)",
        farmer,
        sequence,
        amount.stroops(),
        ledger,
        clock.instant());
  }
}
