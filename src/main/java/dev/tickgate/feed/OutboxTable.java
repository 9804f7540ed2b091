package dev.tickgate.feed;

import dev.tickgate.feed.OutboxUnavailable.Kind;
import dev.tickgate.store.Identifier;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * The table {@code tickgate.outbox} in the database of the applications. Confined to one event
 * loop.
 */
public final class OutboxTable {
  /** A part of its own, because the table may be in another database than the journal. */
  public static final Schema SCHEMA = new Schema("outbox", List.of("V1__outbox.sql"));

  static final String CHANNEL = "tickgate_outbox";
  static final int MOST_ROWS = 1_000;
  private static final long MOST_BYTES = 1 << 20;
  private static final long WRITE_MS = 15_000;

  private static final String CHECK =
      """
      select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as read_only,
        t is not null as there,
        t is not null and has_table_privilege(t, 'select') and has_table_privilege(t, 'delete')
          and has_column_privilege(t, 'error', 'update') as allowed
      from to_regclass('tickgate.outbox') t
      """;

  // The query returns no payload that is longer than allowed, and at least one row.
  private static final String PAGE =
      """
      select id, created_at, topic, key, age, found,
        case when size <= 65536 then payload::text end as payload
      from (
        select *, count(*) over () as found, sum(least(size, 65536)) over (order by id) - least(size, 65536) as before
        from (
          select r.id, extract(epoch from r.created_at)::text as created_at,
            left(r.topic, %1$d) as topic, left(r.key, %1$d) as key, r.payload,
            case when isfinite(r.created_at)
              then extract(epoch from clock_timestamp() - r.created_at)::float8 else 0 end as age,
            octet_length(r.payload::text) as size
          from unnest($1::bigint[], $2::bigint[]) as g (low, high)
          cross join lateral (
            select * from tickgate.outbox
            where id >= g.low and id <= g.high and error is null order by id limit $3) r
          order by r.id limit $3) s) p
      where before < $4::bigint
      order by id
      """
          .formatted(OutboxRow.MOST_TEXT);

  // A removal that is lost in a crash is repeated: the journal has the keys.
  private static final String BEGIN_WRITE =
      "begin; set local synchronous_commit = off; set local statement_timeout = 10000";
  private static final String REMOVE = "delete from tickgate.outbox where id = any($1)";
  private static final String REJECT =
      """
      update tickgate.outbox o set error = r.error
      from unnest($1::bigint[], $2::text[]) as r (id, error) where o.id = r.id and o.error is null
      """;

  private static final String COUNT =
      "select count(*) from (select from tickgate.outbox where error is null limit 1000000) w";

  private static final String FORGET_VERSION =
      """
      do $$ begin
        if to_regclass('tickgate.schema_version') is not null then
          delete from tickgate.schema_version where part = 'outbox';
        end if;
      end $$
      """;

  private final Pool pool;
  private final boolean ours;
  private final TimedQueries queries;

  /**
   * @param ours whether the table is in the database with the rest of the schema; then a leader
   *     creates it, unless it was created before
   */
  public OutboxTable(Pool source, boolean ours) {
    this.pool = source;
    this.ours = ours;
    this.queries = new TimedQueries(source, TimedQueries.PATIENCE, System::nanoTime);
  }

  /** Creates the table and its trigger, or the missing parts of them. */
  public Future<Void> install() {
    return pool.query(FORGET_VERSION).execute().compose(forgotten -> SCHEMA.migrate(pool));
  }

  /** Grants a role the right to insert rows, and no other right. */
  public Future<Void> grantInsert(String role) {
    String name = Identifier.quoted(role);
    return pool.withTransaction(
        connection ->
            run(connection, "grant usage on schema tickgate to " + name)
                .compose(
                    granted ->
                        run(
                            connection,
                            "grant insert (topic, key, payload) on tickgate.outbox to " + name)));
  }

  private static Future<Void> run(SqlConnection connection, String sql) {
    return connection.query(sql).execute().mapEmpty();
  }

  /**
   * Creates the table if necessary; failed with {@link OutboxUnavailable} where rows cannot be read
   * and removed.
   */
  public Future<Void> ready() {
    return check()
        .compose(
            problem ->
                problem.filter(Kind.MISSING::equals).isPresent() && ours
                    ? SCHEMA.migrate(pool).compose(created -> check())
                    : Future.succeededFuture(problem))
        .compose(
            problem ->
                problem.isPresent()
                    ? Future.failedFuture(new OutboxUnavailable(problem.get()))
                    : Future.succeededFuture());
  }

  /** The problem of the table; empty where its rows can be read and removed. */
  Future<Optional<Kind>> check() {
    return queries
        .ask(CHECK, Tuple.tuple())
        .map(rows -> rows.iterator().next())
        .compose(
            row ->
                row.getBoolean("there")
                    ? Future.succeededFuture(present(row))
                    : SCHEMA.isApplied(pool).map(OutboxTable::absent).map(Optional::of));
  }

  private static Kind absent(boolean created) {
    return created ? Kind.DROPPED : Kind.MISSING;
  }

  private static Optional<Kind> present(Row row) {
    if (row.getBoolean("read_only")) {
      return Optional.of(Kind.READ_ONLY);
    }
    return row.getBoolean("allowed") ? Optional.empty() : Optional.of(Kind.FORBIDDEN);
  }

  /**
   * Tests whether a leader could create the table, and changes nothing; failed where it could not.
   */
  Future<Void> rehearse() {
    return SCHEMA.rehearse(pool);
  }

  /** Returns the waiting rows with ids in these ranges. */
  Future<OutboxPage> page(Long[] lows, Long[] highs, int limit) {
    Tuple parameters = Tuple.tuple();
    parameters.addArrayOfLong(lows).addArrayOfLong(highs).addInteger(limit).addLong(MOST_BYTES);
    return queries.ask(PAGE, parameters).map(found -> page(found, limit));
  }

  private static OutboxPage page(RowSet<Row> found, int limit) {
    List<OutboxRow> rows =
        StreamSupport.stream(found.spliterator(), false).map(OutboxTable::row).toList();
    if (rows.isEmpty()) {
      return new OutboxPage(rows, false, false, 0);
    }
    Row first = found.iterator().next();
    long visible = first.getLong("found");
    return new OutboxPage(
        rows, visible == limit, rows.size() < visible, Math.max(0, first.getDouble("age")));
  }

  private static OutboxRow row(Row row) {
    return new OutboxRow(
        row.getLong("id"),
        row.getString("created_at"),
        row.getString("topic"),
        row.getString("key"),
        row.getString("payload"));
  }

  /** Removes the published rows, and stores the errors of the rejected ones. */
  Future<Void> settle(List<Long> published, Map<Long, OutboxReason> rejected) {
    Tuple ids = Tuple.tuple().addArrayOfLong(published.toArray(Long[]::new));
    Tuple errors = Tuple.tuple().addArrayOfLong(rejected.keySet().toArray(Long[]::new));
    errors.addArrayOfString(
        rejected.values().stream().map(OutboxReason::text).toArray(String[]::new));
    return pool.getConnection()
        .compose(
            connection -> {
              // The statements are sent without waiting for the result of the one before; where
              // that fails, they fail too.
              Future<?> begun = connection.query(BEGIN_WRITE).execute();
              Future<?> removed = connection.preparedQuery(REMOVE).execute(ids);
              Future<?> marked =
                  rejected.isEmpty()
                      ? Future.succeededFuture()
                      : connection.preparedQuery(REJECT).execute(errors);
              return Future.join(begun, removed, marked)
                  .compose(done -> run(connection, "commit"))
                  .recover(
                      failure ->
                          run(connection, "rollback")
                              .transform(rolled -> Future.failedFuture(failure)))
                  .onComplete(done -> connection.close());
            })
        .timeout(WRITE_MS, TimeUnit.MILLISECONDS);
  }

  /** The number of waiting rows, up to a million. */
  Future<Long> waiting() {
    return queries.ask(COUNT, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
  }

  /**
   * The transactions that may still commit a row with an id that the sequence has already assigned.
   */
  Future<Set<String>> writers() {
    return queries.ask(OpenWriters.QUERY, Tuple.of("tickgate.outbox")).map(OpenWriters::of);
  }
}
