package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;

/** The poolers in the database. */
@Singleton
final class StoredPoolers implements Poolers {
  private static final String COLUMNS =
      "select id, name, wallet, share_basis_points, max_farmers, active from poolers ";

  private final Db db;
  private final OwnPooler own;

  StoredPoolers(Db db, OwnPooler own) {
    this.db = db;
    this.own = own;
  }

  @Override
  public Optional<Pooler> find(UUID id) {
    return db.one(COLUMNS + "where id = ?", StoredPoolers::read, id);
  }

  @Override
  public List<Pooler> all() {
    return db.list(COLUMNS + "order by created_at, id", StoredPoolers::read);
  }

  @Override
  public Pooler own() {
    own.ensure();
    return db.one(COLUMNS + "where own", StoredPoolers::read).orElseThrow();
  }

  @Override
  public void change(UUID id, Change change) {
    db.update(
        "update poolers set name = coalesce(?::text, name),"
            + " share_basis_points = coalesce(cast(? as integer), share_basis_points),"
            + " max_farmers = coalesce(cast(? as integer), max_farmers) where id = ?",
        change.name(),
        change.shareBasisPoints(),
        change.maxFarmers(),
        id);
  }

  @Override
  public boolean reserve(UUID id) {
    boolean active =
        db.one(
                "select active from poolers where id = ? for no key update",
                row -> row.getBoolean(1),
                id)
            .orElse(false);
    return active
        && db.one(
                "select 1 from poolers p where p.id = ? and p.max_farmers >"
                    + " (select count(*) from farmers f where f.pooler_id = p.id"
                    + " and f.funded_at is not null and f.state <> 'DEPARTED')",
                row -> true,
                id)
            .isPresent();
  }

  private static Pooler read(ResultSet row) throws SQLException {
    return new Pooler(
        row.getObject("id", UUID.class),
        row.getString("name"),
        Address.of(row.getString("wallet")),
        row.getInt("share_basis_points"),
        row.getInt("max_farmers"),
        row.getBoolean("active"));
  }
}
