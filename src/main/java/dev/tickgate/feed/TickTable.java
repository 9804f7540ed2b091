package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of a feed, read by visibility or by key. Confined to the poller's event loop. */
public final class TickTable {
  private static final Logger LOG = LoggerFactory.getLogger(TickTable.class);
  private final Feed feed;
  private final TimedQueries questions;
  // Null until the table answered once.
  private TickSql sql;

  /**
   * The bounds that a query returns with the rows. Each requires a count back through the index.
   */
  enum Bounds {
    NONE,
    NEAR,
    NEAR_AND_RELATION,
    NEAR_AND_WINDOW
  }

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public TickTable(Feed feed, Pool pool, LongSupplier nanos) {
    this.feed = feed;
    this.questions = new TimedQueries(pool, TimedQueries.PATIENCE, nanos);
  }

  /** The first key of the very first scan. */
  public Future<Long> first() {
    return read(null, PageStart.at(VisibilityTracker.BEGINNING), null, 0, Bounds.NEAR_AND_WINDOW)
        .map(bounds -> sql.first().orElse(bounds.deepFrom()));
  }

  /**
   * Returns the next rows of a scan.
   *
   * @param xmin only rows of this transaction or younger; null for all
   * @param to the last key; null for all
   */
  Future<ScanPage> read(Long xmin, PageStart from, Long to, int limit, Bounds bounds) {
    return prepared()
        .compose(
            known ->
                questions
                    .ask(
                        known.scan(),
                        Tuple.of(
                            from.key(),
                            xidOf(xmin),
                            (long) limit,
                            bounds.ordinal(),
                            from.afterSymbol(),
                            to))
                    .map(this::page))
        .recover(this::refused);
  }

  /** The look-back in rows; empty where the newest key alone determines the window. */
  Optional<Long> lookbackInRows() {
    return feed.key() instanceof Key.Serial serial
        ? Optional.of(serial.lookback())
        : Optional.empty();
  }

  /** The beginning of the page after that row. */
  PageStart after(SourceRow last) {
    return feed.isKeyedBySymbol()
        ? new PageStart(last.key(), last.symbol())
        : PageStart.at(last.key() + 1);
  }

  /** Returns the next rows younger than {@code xmin} with keys before {@code to}. */
  Future<List<SourceRow>> readBefore(long xmin, PageStart from, long to, int limit) {
    return prepared()
        .compose(
            known ->
                questions
                    .ask(
                        known.between(),
                        Tuple.of(from.key(), to, xidOf(xmin), (long) limit, from.afterSymbol()))
                    .map(this::rows))
        .recover(this::refused);
  }

  // Rows have transaction numbers of 32 bits. The comparison is correct, because the ages of both
  // numbers count from the same moment.
  private static String xidOf(Long xmin) {
    return xmin == null ? null : Long.toString(xmin & 0xFFFF_FFFFL);
  }

  /**
   * Passes over rows without reading them.
   *
   * @param xmin the ids of rows of this transaction or younger are returned
   */
  Future<Passed> pass(long xmin, long from, long limit) {
    return prepared()
        .compose(known -> questions.ask(known.pass(), Tuple.of(from, xidOf(xmin), limit)))
        .map(answer -> Passed.of(answer, feed.isKeyedBySymbol()))
        .recover(this::refused);
  }

  /** The key that many rows before the given one; the beginning where there are fewer. */
  Future<Long> slice(long to, long rows) {
    return prepared()
        .compose(known -> questions.ask(known.slice(), Tuple.of(to, rows)))
        .map(TickTable::beginning)
        .recover(this::refused);
  }

  private static long beginning(RowSet<Row> answer) {
    Long key = answer.size() == 0 ? null : answer.iterator().next().getLong("key");
    return key == null || key == SourceRow.NO_KEY ? VisibilityTracker.BEGINNING : key;
  }

  /** The open transactions that have locked the table to write it. */
  Future<Set<String>> writers() {
    return questions
        .ask(OpenWriters.QUERY, Tuple.of(Identifier.quotedPath(feed.table())))
        .map(OpenWriters::of)
        .recover(this::refused);
  }

  /** The current {@link Relation} of the table. */
  Future<Relation> relation() {
    return questions
        .ask(Relation.query(feed), Tuple.tuple())
        .map(Relation::of)
        .recover(this::refused);
  }

  private Future<TickSql> prepared() {
    return sql != null
        ? Future.succeededFuture(sql)
        : questions
            .ask(TableFacts.QUERY, TableFacts.parameters(feed))
            .map(answer -> prepare(TableFacts.of(answer)));
  }

  private TickSql prepare(TableFacts facts) {
    List<String> problems = facts.problems(feed);
    if (!problems.isEmpty()) {
      throw new Misconfigured(String.join("; ", problems));
    }
    if (!facts.isUnique(feed)) {
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("table", feed.table())
          .addKeyValue("key", feed.key().column())
          .log("feed.key_without_unique_index");
    }
    sql = TickSql.of(feed, facts.types());
    return sql;
  }

  private <T> Future<T> refused(Throwable failure) {
    Throwable reason = Misconfigured.of(feed, failure);
    if (reason instanceof Misconfigured) {
      // The table may have been altered, so the catalog is read again.
      sql = null;
    }
    return Future.failedFuture(reason);
  }

  private ScanPage page(RowSet<Row> set) {
    Row first = set.iterator().next();
    Long newest = first.getLong("newest");
    Long near = first.getLong("near");
    return new ScanPage(
        first.getLong("snapshot_xmin"),
        first.getLong("snapshot_xmax"),
        sql.windowBehind(newest),
        near == null ? VisibilityTracker.BEGINNING : near,
        first.getString("relation"),
        rows(set));
  }

  private List<SourceRow> rows(RowSet<Row> set) {
    List<SourceRow> rows = new ArrayList<>(set.size());
    for (Row row : set) {
      Long key = row.getLong("key");
      if (key != null) {
        String symbol = row.getString("symbol");
        rows.add(
            new SourceRow(
                feed.isKeyedBySymbol() ? new RowId(key, symbol) : RowId.of(key),
                symbol,
                row.getLong("at"),
                row.getString("bid_text"),
                row.getString("ask_text")));
      }
    }
    return rows;
  }
}
