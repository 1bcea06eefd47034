package org.kalepool.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.kalepool.kale.Kale;
import org.kalepool.lab.sandbox.PoolerElsewhere;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.testing.HeardPooler;

/** A pooler that was made by hand, and of whose wallet the pool has no key. */
final class AnotherPooler {
  private AnotherPooler() {}

  static PoolerElsewhere register(UUID id, Sandbox sandbox, DataSource database)
      throws SQLException {
    PoolerElsewhere made = new PoolerElsewhere(sandbox, "elsewhere", Kale.ZERO);
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into poolers (id, name, wallet, share_basis_points, max_farmers,"
                    + " created_at) values (?, 'elsewhere', ?, 2500, 5, to_timestamp(?))")) {
      insert.setObject(1, id);
      insert.setString(2, made.wallet().text());
      // after the own one, with which everybody begins
      insert.setLong(3, sandbox.now() + 3_600);
      insert.executeUpdate();
      for (String statement : HeardPooler.statements(0)) {
        try (PreparedStatement heard = connection.prepareStatement(statement)) {
          heard.setObject(1, id);
          heard.executeUpdate();
        }
      }
    }
    return made;
  }
}
