package org.kalepool.stellar;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;

/** The row of {@code network_memory}. */
@Singleton
final class NetworkMemory {
  private final Db db;
  private final Clock clock;

  NetworkMemory(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * What is remembered.
   *
   * @param asset CODE:ISSUER
   * @param anchorLedger a ledger whose hash is known, null if no node has told one
   * @param ledger the newest ledger that was seen
   * @param closeTime its close time, Unix seconds
   */
  record Remembered(
      String passphrase,
      String contract,
      String asset,
      String assetContract,
      @Nullable Long anchorLedger,
      @Nullable String anchorHash,
      long ledger,
      long closeTime) {

    boolean isOf(KaleNetwork network) {
      return passphrase.equals(network.passphrase())
          && contract.equals(network.contract().text())
          && asset.equals(assetOf(network))
          && assetContract.equals(network.assetContract().text());
    }

    String network() {
      return "\"" + passphrase + "\", contract " + contract + ", asset " + asset;
    }
  }

  static String assetOf(KaleNetwork network) {
    return network.assetCode() + ":" + network.assetIssuer().text();
  }

  Optional<Remembered> read() {
    return db.one("select * from network_memory", NetworkMemory::row);
  }

  /** Whether anything is written down that belongs to one network alone. */
  boolean hasBooks() {
    return db.one(
            "select exists (select 1 from farmers) or exists (select 1 from transactions)",
            row -> row.getBoolean(1))
        .orElse(false);
  }

  void remember(KaleNetwork network, @Nullable Anchor anchor, long ledger, long closeTime) {
    db.update(
        "insert into network_memory (passphrase, contract, asset, asset_contract, anchor_ledger,"
            + " anchor_hash, ledger, close_time, noted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (single) do update set passphrase = excluded.passphrase,"
            + " contract = excluded.contract, asset = excluded.asset,"
            + " asset_contract = excluded.asset_contract,"
            + " anchor_ledger = excluded.anchor_ledger, anchor_hash = excluded.anchor_hash,"
            + " ledger = excluded.ledger, close_time = excluded.close_time,"
            + " noted_at = excluded.noted_at",
        network.passphrase(),
        network.contract().text(),
        assetOf(network),
        network.assetContract().text(),
        anchor == null ? null : anchor.ledger(),
        anchor == null ? null : anchor.hash(),
        ledger,
        closeTime,
        clock.instant());
  }

  /** A ledger and its hash. */
  record Anchor(long ledger, String hash) {}

  void anchor(Anchor anchor) {
    db.update(
        "update network_memory set anchor_ledger = ?, anchor_hash = ?",
        anchor.ledger(),
        anchor.hash());
  }

  /** Notes how far the network has been followed; never backwards. */
  void followed(long ledger, long closeTime) {
    db.update(
        "update network_memory set ledger = ?, close_time = ?, noted_at = ? where ledger < ?",
        ledger,
        closeTime,
        clock.instant(),
        ledger);
  }

  private static Remembered row(ResultSet row) throws SQLException {
    return new Remembered(
        row.getString("passphrase"),
        row.getString("contract"),
        row.getString("asset"),
        row.getString("asset_contract"),
        row.getObject("anchor_ledger", Long.class),
        row.getString("anchor_hash"),
        row.getLong("ledger"),
        row.getLong("close_time"));
  }
}
