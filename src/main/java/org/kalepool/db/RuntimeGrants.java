package org.kalepool.db;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * After the owner has migrated, the runtime role is given what it needs of what there is now; where
 * both are one role there is nothing to give. What that is, {@code grant_runtime} (V20) knows. On
 * Flyway's own JDBC connection: nothing else may connect yet.
 */
public final class RuntimeGrants implements Callback {
  private static final String RUNTIME = "quarkus.datasource.username";

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    Optional<String> runtime = ConfigProvider.getConfig().getOptionalValue(RUNTIME, String.class);
    try (Statement who = context.getConnection().createStatement();
        ResultSet row = who.executeQuery("select current_user")) {
      row.next();
      String owner = row.getString(1);
      if (runtime.isEmpty() || runtime.get().equals(owner)) {
        return;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the database does not say as whom it is migrated: " + e.getMessage(), e);
    }
    try (PreparedStatement grant =
        context.getConnection().prepareStatement("select grant_runtime(?::name)")) {
      grant.setString(1, runtime.get());
      grant.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the database role of the pool, "
              + RUNTIME
              + "="
              + runtime.get()
              + ", cannot be given its rights: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public String getCallbackName() {
    return "runtime-grants";
  }
}
