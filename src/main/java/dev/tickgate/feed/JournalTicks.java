package dev.tickgate.feed;

import dev.tickgate.bus.TickCursor;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import dev.tickgate.store.SerialQueries;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads the ticks of a topic from a feed's journal, a page at a time, in the order of publication.
 * A tick that is published after a page was read is on a later page. Confined to one event loop.
 */
final class JournalTicks {
  // A late tick may be anywhere in the rest of the journal, so the pages end only at the end of the
  // journal. A request reads no more entries than this. Where it finds no tick, it returns a
  // cursor.
  static final int WINDOW = 100_000;
  private static final int MOST_BYTES = 1 << 20;

  private static final String STANDING =
      """
      select greatest(f.epoch, t.epoch) as epoch,
        case when f.topic = '' then coalesce(t.head, 0) else f.head end as head,
        coalesce((select min(%1$s) from tickgate.journal where %2$s), 1) as oldest
      from tickgate.feed f left join tickgate.topic t on t.feed = f.name and t.topic = $2
      where f.name = $1
      """;
  private static final String PAGE =
      """
      select n, body from (
        select %1$s as n, body,
          split_part(split_part(body, '"timestamp":"', 2), '"', 1)::timestamptz as t
        from tickgate.journal
        where %2$s and %1$s >= $3 and %1$s < $4 offset 0) ticks
      where t >= $5 and t < $6
      order by n limit $7
      """;
  // A trimmed journal has all publications since its oldest entry, and the time of a quote is at
  // most a minute ahead of its publication. A journal that was not trimmed begins with the earliest
  // time of its first 1,000 entries. A later entry may have an earlier time, which the table also
  // has.
  private static final String BEGINNING =
      """
      select case when min(n) = 1 then min(t) else min(at) + interval '1 minute' end as beginning
      from (
        select %1$s as n, at,
          nullif(split_part(split_part(body, '"timestamp":"', 2), '"', 1), '')::timestamptz as t
        from tickgate.journal where %2$s order by %1$s limit 1000) oldest
      """;
  // A page that takes longer is not worth the load on the database.
  private static final String LIMIT = "set local statement_timeout = 8000";

  private final Pool pool;
  private final Feed feed;
  private final JournalColumns columns;
  private final int window;
  private final SerialQueries queries = new SerialQueries();

  JournalTicks(Pool pool, Feed feed) {
    this(pool, feed, WINDOW);
  }

  /**
   * @param window the number of entries that one request reads
   */
  JournalTicks(Pool pool, Feed feed, int window) {
    this.pool = pool;
    this.feed = feed;
    this.columns = JournalColumns.of(feed);
    this.window = window;
  }

  /** The newest position of a topic, and its oldest offset in the journal. */
  private record Standing(Position head, long oldest) {
    /** Whether the journal has all entries after the position. */
    boolean continues(Position after) {
      return after.epoch() == head.epoch()
          && after.offset() <= head.offset()
          && (after.offset() == head.offset() || after.offset() + 1 >= oldest);
    }
  }

  Future<TicksPage> answer(TicksRequest request) {
    return queries.run(() -> pool.withTransaction(connection -> read(connection, request)));
  }

  /** The time from which on the journal has all ticks of a topic; empty where it has none. */
  Future<Optional<Instant>> beginning(Topic topic) {
    return queries.run(
        () ->
            pool.preparedQuery(columns.in(BEGINNING))
                .execute(Tuple.of(feed.name(), topic.name()))
                .map(rows -> rows.iterator().next().getOffsetDateTime("beginning"))
                .map(time -> Optional.ofNullable(time).map(JournalTicks::millis)));
  }

  // Truncated to the precision of a cursor.
  private static Instant millis(OffsetDateTime time) {
    return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Future<TicksPage> read(SqlConnection connection, TicksRequest request) {
    return connection
        .query(LIMIT)
        .execute()
        .compose(limited -> standing(connection, request))
        .compose(
            standing ->
                standing.isEmpty()
                    ? Future.succeededFuture(TicksPage.EMPTY)
                    : read(connection, request, standing.get()));
  }

  private Future<Optional<Standing>> standing(SqlConnection connection, TicksRequest request) {
    return connection
        .preparedQuery(columns.in(STANDING))
        .execute(Tuple.of(feed.name(), request.topic().name()))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Standing(
                                new Position(row.getLong("epoch"), row.getLong("head")),
                                row.getLong("oldest")))
                    .findFirst());
  }

  private Future<TicksPage> read(
      SqlConnection connection, TicksRequest request, Standing standing) {
    if (request.after().isPresent()
        && request.after().get() instanceof TickCursor.Published published) {
      Position after = published.after();
      return standing.continues(after)
          ? page(connection, request, standing.head(), after.offset() + 1)
          : Future.succeededFuture(TicksPage.EXPIRED);
    }
    return request.from().isEmpty()
        ? page(connection, request, standing.head(), standing.oldest())
        : columns
            .firstAt(connection, feed.name(), request.topic(), request.from().get())
            .compose(
                first ->
                    first == null
                        ? Future.succeededFuture(TicksPage.EMPTY)
                        : page(connection, request, standing.head(), first));
  }

  private Future<TicksPage> page(
      SqlConnection connection, TicksRequest request, Position head, long first) {
    Tuple parameters = Tuple.of(feed.name(), request.topic().name(), first, first + window);
    parameters.addOffsetDateTime(bound(request.from(), OffsetDateTime.MIN));
    parameters.addOffsetDateTime(bound(request.to(), OffsetDateTime.MAX));
    return connection
        .preparedQuery(columns.in(PAGE))
        .execute(parameters.addInteger(request.limit() + 1))
        .map(rows -> page(rows, request, head, first));
  }

  private static OffsetDateTime bound(Optional<Instant> time, OffsetDateTime otherwise) {
    return time.map(given -> given.atOffset(ZoneOffset.UTC)).orElse(otherwise);
  }

  private TicksPage page(RowSet<Row> rows, TicksRequest request, Position head, long first) {
    StringBuilder ticks = new StringBuilder();
    int count = 0;
    long last = first - 1;
    for (Row row : rows) {
      if (count == request.limit() || ticks.length() > MOST_BYTES) {
        return new TicksPage(ticks.toString(), behind(request, head, last), false);
      }
      last = row.getLong("n");
      Publication tick =
          Publication.at(request.topic(), new Position(head.epoch(), last), row.getString("body"));
      ticks.append(count++ == 0 ? "" : ",").append(new String(tick.json(), StandardCharsets.UTF_8));
    }
    long seen = first + window - 1;
    return new TicksPage(
        ticks.toString(),
        seen < head.offset() ? behind(request, head, seen) : Optional.empty(),
        false);
  }

  private static Optional<TickCursor> behind(TicksRequest request, Position head, long offset) {
    return Optional.of(
        new TickCursor.Published(new Position(head.epoch(), offset), request.from()));
  }
}
