package org.kalepool.lab;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.kalepool.books.Books;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * Holds the books against the sandbox's ledger entries themselves, past the pool's own
 * reconciliation: custodial KALE and XLM and the stakes in open pails, to the stroop. By JDBC, past
 * what the pool's own session holds.
 */
public final class BooksComparison {
  private static final String FARMERS =
      "select id, custodial from farmers where ? or state <> 'DEPARTED' or id = any (?)"
          + " order by seq";
  private static final String OPEN =
      "select block_index, stake from open_pails where farmer_id = ? order by block_index";
  private static final String BUSY =
      "select (select count(*) from transactions where lane = ? and state in ('QUEUED','BUILT'))"
          + " + (select count(*) from transaction_actions where farmer_id = ? and live)";

  private final DataSource database;
  private final Function<UUID, Booked> books;
  private final Sandbox sandbox;

  public BooksComparison(DataSource database, Books books, Sandbox sandbox) {
    this(
        database,
        farmer -> {
          Books.Position position = books.position(farmer);
          return new Booked(position.custody(), position.staked(), position.xlm());
        },
        sandbox);
  }

  /**
   * @param books what they say of a farmer
   */
  public BooksComparison(DataSource database, Function<UUID, Booked> books, Sandbox sandbox) {
    this.database = database;
    this.books = books;
    this.sandbox = sandbox;
  }

  /** What the books say a farmer has: KALE in custody and in pails, XLM in custody. */
  public record Booked(Kale custody, Kale staked, Xlm xlm) {
    public static final Booked NOTHING = new Booked(Kale.ZERO, Kale.ZERO, Xlm.ZERO);
  }

  /**
   * One farmer's differences, chain less books, in stroops.
   *
   * @param open whether a transaction of this farmer is under way, so that a difference may pass
   */
  public record Difference(UUID farmer, long kale, long staked, long xlm, boolean open) {
    public long size() {
      return Math.addExact(Math.addExact(Math.abs(kale), Math.abs(staked)), Math.abs(xlm));
    }
  }

  /** Of every farmer there ever was. */
  public List<Difference> differences() throws SQLException {
    return differences(true, List.of());
  }

  /** Of those who have not departed, and of these. */
  public List<Difference> differences(List<UUID> departed) throws SQLException {
    return differences(false, departed);
  }

  private List<Difference> differences(boolean all, List<UUID> departed) throws SQLException {
    List<Difference> found = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(FARMERS)) {
      query.setBoolean(1, all);
      query.setObject(2, departed.toArray(UUID[]::new));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              difference(
                  connection,
                  row.getObject("id", UUID.class),
                  Address.of(row.getString("custodial"))));
        }
      }
    }
    return found;
  }

  private Difference difference(Connection connection, UUID farmer, Address custodial)
      throws SQLException {
    Booked position = books.apply(farmer);
    Kale kale = sandbox.kale(custodial).orElse(Kale.ZERO);
    Xlm xlm = sandbox.lumens(custodial).orElse(Xlm.ZERO);
    return new Difference(
        farmer,
        kale.minus(position.custody()).stroops(),
        Math.subtractExact(
            stakedOnChain(connection, farmer, custodial), position.staked().stroops()),
        xlm.minus(position.xlm()).stroops(),
        busy(connection, custodial, farmer));
  }

  private long stakedOnChain(Connection connection, UUID farmer, Address custodial)
      throws SQLException {
    long staked = 0;
    try (PreparedStatement query = connection.prepareStatement(OPEN)) {
      query.setObject(1, farmer);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long block = row.getLong("block_index");
          staked =
              Math.addExact(
                  staked,
                  sandbox.pail(custodial, block).map(p -> p.stake().longValueExact()).orElse(0L));
        }
      }
    }
    return staked;
  }

  private static boolean busy(Connection connection, Address lane, UUID farmer)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BUSY)) {
      query.setString(1, lane.text());
      query.setObject(2, farmer);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getLong(1) > 0;
      }
    }
  }
}
