package org.kalepool.lab.simulation;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * Whether farmers are worse off for not being planted, or not staking, where the pool expected that
 * not to pay them; what is earned is worth what the price is when the block is over. Reckoned from
 * the chain, apart from what the pool's own books say of it.
 */
final class Fairness {
  private static final long LEAST_PRICE = 100;

  /**
   * A pail that was to be left out at first, and one without its stake, was expected to be less.
   */
  private static final String CHOSEN =
      """
      select c.farmer_id, v.custodial, c.choice = 'SKIP' as skipped,
        c.wished_parts > c.parts * 1.000001 as less, c.wished_stake, c.fees, c.share
      from farm_choices c join farmer_view v on v.id = c.farmer_id
      where c.block_index = ? order by v.seq
      """;

  private final SimulatedDatabase database;
  private final Sandbox sandbox;
  private final AlwaysFarmed always = new AlwaysFarmed();
  private final FarmedSums sums = new FarmedSums();

  Fairness(SimulatedDatabase database, Sandbox sandbox) {
    this.database = database;
    this.sandbox = sandbox;
  }

  /**
   * Looks at a block that has just ended, before its pails are harvested.
   *
   * @param price XLM for one KALE
   */
  void ended(long index, double price) throws SQLException {
    Optional<Block> block = sandbox.block(index).filter(Block::scorable);
    if (block.isEmpty()) {
      return;
    }
    List<AlwaysFarmed.Chosen> chosen = new ArrayList<>();
    for (String row : database.rows(CHOSEN, index)) {
      chosen.add(chosen(index, row.split(" ", -1)));
    }
    OptionalLong opened = opened(index);
    double surge = opened.isEmpty() ? 0 : surge(opened.getAsLong());
    sums.add(always.of(new AlwaysFarmed.Over(index, block.get(), opened, surge, price), chosen));
  }

  private AlwaysFarmed.Chosen chosen(long index, String[] row) {
    Pail pail = sandbox.pail(Address.of(row[1]), index).filter(Pail::worked).orElse(null);
    return new AlwaysFarmed.Chosen(
        UUID.fromString(row[0]),
        row[2].equals("t"),
        row[3].equals("t"),
        new BigInteger(row[4]),
        Long.parseLong(row[5]) / 1e7,
        1 - Integer.parseInt(row[6]) / 1e4,
        pail);
  }

  private OptionalLong opened(long index) throws SQLException {
    List<String> opened =
        database.rows(
            "select opened_ledger from block_operations where block_index = ?"
                + " and opened_ledger is not null",
            index);
    return opened.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(opened.getFirst()));
  }

  /** What a place in the ledger that opened a block cost beyond the least, XLM. */
  private double surge(long opened) {
    List<Long> prices = sandbox.prices(opened);
    return prices.isEmpty() ? 0 : Math.max(0, prices.getFirst() - LEAST_PRICE) / 1e7;
  }

  /** Empty where nothing was chosen. */
  Optional<FarmedSums.Standing> standing() {
    return sums.standing();
  }

  /** A sentence if somebody is worse off than may be. */
  List<String> unfair() {
    return standing().filter(it -> !it.isFair()).map(FarmedSums.Standing::line).stream().toList();
  }
}
