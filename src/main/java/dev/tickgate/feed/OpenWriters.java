package dev.tickgate.feed;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Determines the keys that no transaction can commit any more. A transaction locks the table before
 * a row gets its key, and keeps the lock until it ends; keys are assigned in increasing order.
 * Consider the transactions that held the lock at one moment, and the newest key of that moment.
 * Later transactions use greater keys only. When all those transactions have ended, a look that
 * begins afterwards sees every row that can ever exist up to that key. Confined to one event loop.
 */
final class OpenWriters {
  /**
   * Selects the open transactions that have locked the table, or a table that inherits from it, to
   * write it. Parameter: the table.
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

  /** Discards the stored key and transactions. */
  void reset() {
    newest = Long.MIN_VALUE;
    open = Set.of();
  }

  /**
   * Applies the result of one look at all rows.
   *
   * @param now the transactions that held the lock before the look
   * @param seen a key, known before the look; new rows get greater keys from then on
   * @param reaches whether the look returns every visible row up to a key
   * @return the key up to which no further row can appear after the look; empty where there is none
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
