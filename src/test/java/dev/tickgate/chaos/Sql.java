package dev.tickgate.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements to one database, each on a connection of its own, as an operator sends them. */
record Sql(String url) {
  /** Makes something of a row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      // A database that is read-only by default still obeys its operator.
      statement.execute("set default_transaction_read_only = off");
      statement.execute(sql);
    }
  }

  <T> List<T> query(String sql, Reader<T> reader) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      try (ResultSet rows = statement.executeQuery(sql)) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reader.read(rows));
        }
        return read;
      }
    }
  }
}
