package dev.tickgate.chaos;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** The valid rows of a table. */
record TableLedger(Stream stream) implements Ledger {
  private static final String NEWER =
      """
      select f.epoch, f.head, j.seq, j.body
      from tickgate.feed f
      left join tickgate.journal j on j.feed = f.name and j.seq > %d
      where f.name = '%s' order by j.seq
      """;
  private static final String VALID = "select time, bid, ask from %s where bid > 0";
  private static final BigDecimal TWO = new BigDecimal(2);

  @Override
  public String newer(long offset) {
    return NEWER.formatted(offset, stream.feed());
  }

  @Override
  public String row(String body) {
    return Ticker.row(body);
  }

  @Override
  public Set<String> standing(Sql sql, Set<String> published) throws SQLException {
    return rows(sql);
  }

  @Override
  public Set<String> committed(Sql sql, Set<String> published, Set<String> excused)
      throws SQLException {
    return rows(sql);
  }

  private Set<String> rows(Sql sql) throws SQLException {
    return new HashSet<>(sql.query(VALID.formatted(stream.table()), TableLedger::row));
  }

  /** The row of its columns time, bid and ask. */
  static String row(ResultSet row) throws SQLException {
    BigDecimal bid = row.getBigDecimal(2);
    BigDecimal ask = row.getBigDecimal(3);
    return Stream.text(row.getTimestamp(1).toInstant(), bid, bid.add(ask).divide(TWO), ask);
  }
}
