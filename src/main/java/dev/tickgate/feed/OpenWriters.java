package dev.tickgate.feed;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Finds out which keys no transaction can commit any more. A transaction locks the table before it
 * gives a row its key, and until it ends; keys are given in order. So when all transactions that
 * held the lock at some moment have ended, a look that begins after that sees every row that will
 * ever be, up to the key behind which rows were given their keys from that moment on. Confined to
 * one event loop.
 */
final class OpenWriters {
  /**
   * Of every transaction that has locked the table, or one that inherits from it, to write it, and
   * has not ended. Parameter: the table.
   */
  static final String QUERY =
      Relation.RELATIONS.formatted("$1::text")
          + """
      select distinct virtualtransaction from pg_locks
      where locktype = 'relation' and relation in (select oid from relations)
        and database = (select oid from pg_database where datname = current_database())
        and mode in ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      """;

  private long newest = Long.MIN_VALUE;
  private Set<String> open = Set.of();

  /** The transactions of an answer to {@link #QUERY}. */
  static Set<String> of(RowSet<Row> answer) {
    return StreamSupport.stream(answer.spliterator(), false)
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  /** Knows nothing again. */
  void reset() {
    newest = Long.MIN_VALUE;
    open = Set.of();
  }

  /**
   * Takes what one look at all rows has found.
   *
   * @param now the transactions that held the lock before the look
   * @param seen the key, known before the look, behind which rows are given their keys from now on
   * @param reaches whether the look returns every visible row up to a key
   * @return the key up to which there is nothing more to come after the look
   */
  Optional<Long> looked(Set<String> now, long seen, LongPredicate reaches) {
    boolean over = open.stream().noneMatch(now::contains) && reaches.test(newest);
    Optional<Long> settled =
        over && newest != Long.MIN_VALUE ? Optional.of(newest) : Optional.empty();
    if (over) {
      newest = seen;
      open = Set.copyOf(now);
    }
    return settled;
  }
}
