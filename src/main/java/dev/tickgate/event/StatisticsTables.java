package dev.tickgate.event;

import dev.tickgate.store.Schema;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statistics of events in the coordination database. */
final class StatisticsTables {
  static final Schema SCHEMA = new Schema("events", List.of("V1__statistics.sql"));
  static final int KEPT_DAYS = 30;
  private static final int PAGE = 1_000;

  // A late report has smaller totals than one that was stored before it.
  private static final String REPORT =
      """
      with report as (select $1::jsonb as r),
      node as (
        insert into tickgate.event_node (node, connections, seen)
        select r->>'node', (r->>'connections')::bigint, clock_timestamp() from report
        on conflict (node) do update set connections = excluded.connections, seen = excluded.seen),
      connects as (
        insert into tickgate.event_connects as old (node, day, opened, resumed)
        select r->>'node', d.day, d.opened, d.resumed
        from report, jsonb_to_recordset(r->'connects') as d(day date, opened bigint, resumed bigint)
        on conflict (node, day) do update set
          opened = greatest(old.opened, excluded.opened),
          resumed = greatest(old.resumed, excluded.resumed))
      insert into tickgate.event_delivery as old (node, day, type, delivered, measured, latency_ms)
      select r->>'node', d.day, d.type, d.delivered, d.measured, d.latency_ms
      from report, jsonb_to_recordset(r->'deliveries')
        as d(day date, type text, delivered bigint, measured bigint, latency_ms bigint)
      on conflict (node, day, type) do update set
        delivered = greatest(old.delivered, excluded.delivered),
        measured = greatest(old.measured, excluded.measured),
        latency_ms = greatest(old.latency_ms, excluded.latency_ms)
      """;

  private static final String SUMMARY =
      """
      with span as (
        select (now() at time zone 'UTC')::date as today,
          (now() at time zone 'UTC')::date - $1::int + 1 as first),
      live as (
        select node, connections from tickgate.event_node
        where seen > clock_timestamp() - interval '3 seconds')
      select jsonb_build_object(
        'today', (select today::text from span),
        'active', (select coalesce(sum(connections), 0) from live),
        'nodes', (select coalesce(jsonb_agg(node), '[]') from live),
        'connected', (select coalesce(sum(opened), 0) from tickgate.event_connects),
        'published', (select coalesce(jsonb_agg(p), '[]') from (
          select day::text, type, published from tickgate.event_published, span
          where day between first and today) p),
        'delivered', (select coalesce(jsonb_agg(d), '[]') from (
          select day::text, type, sum(delivered) as delivered, sum(measured) as measured,
            sum(latency_ms) as latency_ms
          from tickgate.event_delivery, span where day between first and today
          group by day, type) d),
        'connects', (select coalesce(jsonb_agg(c), '[]') from (
          select day::text, sum(opened) as opened, sum(resumed) as resumed
          from tickgate.event_connects, span where day between first and today group by day) c))
      """;

  // A journal that ends before the mark was created again: none of its entries has been counted.
  private static final String MARK =
      """
      select case when exists (select from tickgate.feed where name = $1 and head < rollup.seq)
        then 0 else rollup.seq end as seq
      from tickgate.event_rollup rollup where feed = $1 for update skip locked
      """;
  private static final String ENTRIES =
      """
      select seq, topic, body, (at at time zone 'UTC')::date as day from tickgate.journal
      where feed = $1 and seq > $2 order by seq limit $3
      """;
  private static final String COUNT =
      """
      insert into tickgate.event_published as old (day, type, published)
      select day, type, published
      from jsonb_to_recordset($1::jsonb) as c(day date, type text, published bigint)
      on conflict (day, type) do update set published = old.published + excluded.published
      """;
  private static final String MOVE = "update tickgate.event_rollup set seq = $2 where feed = $1";

  private static final List<String> CLEAN =
      List.of(
          "delete from tickgate.event_node where seen < clock_timestamp() - interval '1 minute'",
          deleteOld("event_connects"),
          deleteOld("event_delivery"),
          deleteOld("event_published"));

  private final Pool pool;
  private final String feed;
  private final List<Topic> channels;

  StatisticsTables(Pool pool, String feed, List<Topic> channels) {
    this.pool = pool;
    this.feed = feed;
    this.channels = List.copyOf(channels);
  }

  private static String deleteOld(String table) {
    return "delete from tickgate.%s where day <= (now() at time zone 'UTC')::date - %d"
        .formatted(table, KEPT_DAYS);
  }

  Future<Void> migrate() {
    return SCHEMA.migrate(pool);
  }

  Future<Void> report(JsonObject report) {
    return pool.preparedQuery(REPORT).execute(Tuple.of(report)).mapEmpty();
  }

  /** The statistics of the last days, including the current one. */
  Future<JsonObject> summary(int days) {
    return pool.preparedQuery(SUMMARY)
        .execute(Tuple.of(days))
        .map(rows -> rows.iterator().next().getJsonObject(0));
  }

  /** Counts the entries of the journal that have not been counted, each once. */
  Future<Void> rollUp() {
    return pool.withTransaction(this::countPage)
        .compose(counted -> counted == PAGE ? rollUp() : Future.succeededFuture());
  }

  private Future<Integer> countPage(SqlConnection connection) {
    return connection
        .preparedQuery(MARK)
        .execute(Tuple.of(feed))
        .compose(
            mark ->
                // Without a row, another process holds the lock and counts.
                mark.size() == 0
                    ? Future.succeededFuture(0)
                    : countAfter(connection, mark.iterator().next().getLong("seq")));
  }

  private Future<Integer> countAfter(SqlConnection connection, long seq) {
    return connection
        .preparedQuery(ENTRIES)
        .execute(Tuple.of(feed, seq, PAGE))
        .compose(
            entries -> entries.size() == 0 ? Future.succeededFuture(0) : add(connection, entries));
  }

  private Future<Integer> add(SqlConnection connection, RowSet<Row> entries) {
    record Key(LocalDate day, String type) {}
    Map<Key, Long> counts = new HashMap<>();
    long newest = 0;
    for (Row entry : entries) {
      newest = entry.getLong("seq");
      String topic = entry.getString("topic");
      if (topic != null && channels.contains(new Topic(topic))) {
        String type = type(new Topic(topic), newest, entry.getString("body"));
        counts.merge(new Key(entry.getLocalDate("day"), type), 1L, Long::sum);
      }
    }
    JsonArray rows = new JsonArray();
    counts.forEach(
        (key, count) ->
            rows.add(
                new JsonObject()
                    .put("day", key.day().toString())
                    .put("type", key.type())
                    .put("published", count)));
    long seq = newest;
    return connection
        .preparedQuery(COUNT)
        .execute(Tuple.of(rows))
        .compose(counted -> connection.preparedQuery(MOVE).execute(Tuple.of(feed, seq)))
        .map(moved -> entries.size());
  }

  private static String type(Topic topic, long seq, String body) {
    return Event.of(Publication.at(topic, new Position(1, seq), body)).type();
  }

  Future<Void> clean() {
    Future<Void> done = Future.succeededFuture();
    for (String statement : CLEAN) {
      done = done.compose(cleaned -> pool.query(statement).execute().mapEmpty());
    }
    return done;
  }
}
