package dev.tickgate.feed;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows over which a step of a deep scan passed.
 *
 * @param rows the number of rows
 * @param last the greatest of their keys; {@link SourceRow#NO_KEY} where there are none
 * @param young the rows that may have become visible since the former deep scan
 */
record Passed(long rows, long last, List<RowId> young) {
  static Passed of(RowSet<Row> answer, boolean keyedBySymbol) {
    Row row = answer.iterator().next();
    Long last = row.getLong("last");
    Long[] keys = row.getArrayOfLongs("keys");
    String[] symbols = row.getArrayOfStrings("symbols");
    List<RowId> young = new ArrayList<>();
    for (int i = 0; keys != null && i < keys.length; i++) {
      young.add(keyedBySymbol ? new RowId(keys[i], symbols[i]) : RowId.of(keys[i]));
    }
    return new Passed(row.getLong("passed"), last == null ? SourceRow.NO_KEY : last, young);
  }
}
