package dev.tickgate.feed;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/**
 * Rows over which a step of a deep scan passed.
 *
 * @param young how many of them may be new
 * @param last the greatest of their keys; {@link SourceRow#NO_KEY} where there are none
 */
record Passed(long rows, long young, long last) {
  static Passed of(RowSet<Row> answer) {
    Row row = answer.iterator().next();
    Long last = row.getLong("last");
    return new Passed(
        row.getLong("passed"), row.getLong("young"), last == null ? SourceRow.NO_KEY : last);
  }
}
