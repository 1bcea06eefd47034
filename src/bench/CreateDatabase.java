import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates a database: {@code java -cp DRIVER CreateDatabase.java JDBC-URL USER PASSWORD NAME}. */
final class CreateDatabase {
  private CreateDatabase() {}

  public static void main(String[] args) throws SQLException {
    try (Connection server = DriverManager.getConnection(args[0], args[1], args[2]);
        Statement statement = server.createStatement()) {
      statement.execute("create database \"" + args[3] + "\"");
    }
  }
}
