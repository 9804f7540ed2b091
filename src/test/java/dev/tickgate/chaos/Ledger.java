package dev.tickgate.chaos;

import java.sql.SQLException;
import java.util.Set;

/** The content that the journal of a channel must have. */
interface Ledger {
  /** Selects epoch, head, and offset and body of the entries behind that offset. */
  String newer(long offset);

  /** The row in the body of an entry. */
  String row(String body);

  /**
   * The rows that the database has, which a backup restored later may lack.
   *
   * @param published the rows that the journal holds
   */
  Set<String> standing(Sql sql, Set<String> published) throws SQLException;

  /**
   * The rows that were committed.
   *
   * @param excused the rows that a restored backup did not hold
   */
  Set<String> committed(Sql sql, Set<String> published, Set<String> excused) throws SQLException;
}
