package org.kalepool.db;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.agroal.runtime.JdbcDriver;
import io.quarkus.arc.Unremovable;
import io.quarkus.jdbc.postgresql.runtime.PostgreSQLAgroalConnectionConfigurer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.sql.SQLException;

/**
 * Has the connection pool drop a connection whose server cannot be used: not the broken ones alone,
 * but also those to a server that has become a standby, has ended the session or has no room.
 */
@Alternative
@Priority(1)
@Unremovable
@ApplicationScoped
@JdbcDriver("postgresql")
public class PostgresConnections extends PostgreSQLAgroalConnectionConfigurer {
  private final RefusedWrites refused;

  PostgresConnections(RefusedWrites refused) {
    this.refused = refused;
  }

  @Override
  public void setExceptionSorter(
      String dataSourceName, AgroalDataSourceConfigurationSupplier configuration) {
    configuration.connectionPoolConfiguration().exceptionSorter(new Unusable(refused));
  }

  /** Is asked about each failure of each statement. */
  private record Unusable(RefusedWrites refused) implements ExceptionSorter {
    @Override
    public boolean isFatal(SQLException failure) {
      refused.failed(failure);
      return failure.getSQLState() != null && Unavailable.is(failure);
    }
  }
}
