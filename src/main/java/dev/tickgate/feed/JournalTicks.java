package dev.tickgate.feed;

import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import dev.tickgate.store.SerialQueries;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
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
import java.util.Optional;

/**
 * Reads the ticks of a topic from a feed's journal, a page at a time, in the order of publication:
 * so a tick that is published later than the page is on a later one. Confined to one event loop.
 */
final class JournalTicks {
  // A late tick may be anywhere behind, so a page ends only at the end of the journal; a request
  // looks at no more entries than this, and where it finds none it answers with a cursor.
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
   * @param window entries that one request looks at
   */
  JournalTicks(Pool pool, Feed feed, int window) {
    this.pool = pool;
    this.feed = feed;
    this.columns = JournalColumns.of(feed);
    this.window = window;
  }

  /** Where the topic stands: positions up to the head, of which the journal has the newest. */
  private record Standing(Position head, long oldest) {
    /** Whether the journal has all that follows the position. */
    boolean continues(Position after) {
      return after.epoch() == head.epoch()
          && after.offset() <= head.offset()
          && (after.offset() == head.offset() || after.offset() + 1 >= oldest);
    }
  }

  Future<TicksPage> answer(TicksRequest request) {
    return queries.run(() -> pool.withTransaction(connection -> read(connection, request)));
  }

  private Future<TicksPage> read(SqlConnection connection, TicksRequest request) {
    return connection
        .query(LIMIT)
        .execute()
        .compose(limited -> standing(connection, request))
        .compose(
            standing ->
                standing.isEmpty()
                    ? Future.succeededFuture(new TicksPage("", Optional.empty(), false))
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
    if (request.after().isPresent()) {
      Position after = request.after().get();
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
                        ? Future.succeededFuture(new TicksPage("", Optional.empty(), false))
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
        return new TicksPage(
            ticks.toString(), Optional.of(new Position(head.epoch(), last)), false);
      }
      last = row.getLong("n");
      Publication tick =
          Publication.at(request.topic(), new Position(head.epoch(), last), row.getString("body"));
      ticks.append(count++ == 0 ? "" : ",").append(new String(tick.json(), StandardCharsets.UTF_8));
    }
    long seen = first + window - 1;
    return new TicksPage(
        ticks.toString(),
        seen < head.offset() ? Optional.of(new Position(head.epoch(), seen)) : Optional.empty(),
        false);
  }
}
