package dev.tickgate.demo;

import dev.tickgate.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts quotes into the table of the demo at a steady rate, and events into the outbox. Of
 * several recorders on one database only the holder of an advisory lock inserts; PostgreSQL
 * releases the lock when its connection ends.
 *
 * <pre>
 *   connect ──▶ lock? ──yes──▶ insert a batch, repeatedly ──failure──▶ wait ──▶ connect
 *                 └──no──▶ try again each second
 * </pre>
 */
public final class DemoRecorder extends VerticleBase {
  public static final int HIGHEST_RATE = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(DemoRecorder.class);
  private static final int BATCHES_A_SECOND = 10;
  private static final long EVENTS_EVERY = 1_000;
  private static final long ASK_AGAIN = 1_000;
  private static final long LONGEST_WAIT = 5_000;
  private static final String LOCK = "select pg_try_advisory_lock(8388345093901349991) as locked";
  // After a clock was set back, the table may have a quote of that millisecond: this must not stop
  // the demo.
  private static final String INSERT =
      """
      insert into ticker_usd_jpy (time, bid, ask)
      select * from unnest($1::timestamp[], $2::float8[], $3::float8[]) on conflict do nothing
      """;

  private static final String INSERT_EVENTS =
      """
      insert into tickgate.outbox (topic, payload)
      select topic, payload::json from unnest($1::text[], $2::text[]) as e (topic, payload)
      """;

  private final Database database;
  private final int rate;
  private final Optional<EventWalk> events;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final PriceWalk walk;
  private PgConnection connection;
  private boolean writes;
  private boolean stopped;
  private int failures;
  private long timer = -1;
  private Instant last = Instant.EPOCH;
  private Instant eventsDue = Instant.EPOCH;
  private Promise<Void> idle;
  private boolean running;

  /**
   * @param database a database with locks of sessions: not behind a pooler in transaction mode
   * @param rate quotes a second, at most {@value #HIGHEST_RATE}; 0: events only
   */
  public DemoRecorder(
      Database database,
      int rate,
      Optional<EventWalk> events,
      InstantSource clock,
      RandomGenerator random) {
    if (rate < 0 || rate > HIGHEST_RATE) {
      throw new IllegalArgumentException("rate must be 0 to " + HIGHEST_RATE + ": " + rate);
    }
    this.database = database.named("tickgate-demo");
    this.rate = rate;
    this.events = events;
    this.clock = clock;
    this.random = random;
    this.walk = new PriceWalk(random, PriceWalk.MEAN);
  }

  @Override
  public Future<?> start() {
    step();
    return Future.succeededFuture();
  }

  private void step() {
    running = true;
    connected()
        .compose(open -> writes ? Future.succeededFuture(true) : lock(open))
        .compose(leads -> leads ? write() : Future.succeededFuture(ASK_AGAIN))
        .onSuccess(
            pause -> {
              failures = 0;
              next(pause);
            })
        .onFailure(this::failed);
  }

  private Future<PgConnection> connected() {
    if (connection != null) {
      return Future.succeededFuture(connection);
    }
    return database
        .connect()
        .map(
            open -> {
              connection = open;
              // Each failure also closes the connection, and fails the statement that runs.
              open.exceptionHandler(broken -> {});
              open.closeHandler(closed -> forget(open));
              return open;
            });
  }

  private void forget(PgConnection closed) {
    if (connection == closed) {
      connection = null;
      writes = false;
    }
  }

  private Future<Boolean> lock(PgConnection open) {
    return open.query(LOCK)
        .execute()
        .map(
            rows -> {
              writes = rows.iterator().next().getBoolean("locked");
              if (writes) {
                LOG.atInfo().addKeyValue("rate", rate).log("demo.started");
              }
              return writes;
            });
  }

  /** Inserts the quotes and events that are due; returns the time until the next batch. */
  private Future<Long> write() {
    Instant begun = clock.instant();
    return (rate == 0 ? Future.succeededFuture(EVENTS_EVERY) : writeQuotes())
        .compose(due -> writeEvents(begun).map(due))
        .map(due -> due - Math.min(due, begun.until(clock.instant(), ChronoUnit.MILLIS)));
  }

  /** Inserts a batch of quotes; returns the time until the next batch. */
  private Future<Long> writeQuotes() {
    int batch = Math.max(1, rate / BATCHES_A_SECOND);
    List<Instant> times = times(batch);
    List<PriceWalk.Prices> prices = times.stream().map(time -> walk.next(1.0 / rate)).toList();
    Tuple rows =
        Tuple.of(
            times.stream()
                .map(time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC))
                .toArray(LocalDateTime[]::new),
            prices.stream().map(price -> price.bid().doubleValue()).toArray(Double[]::new),
            prices.stream().map(price -> price.ask().doubleValue()).toArray(Double[]::new));
    return connection.preparedQuery(INSERT).execute(rows).map(1_000L * batch / rate);
  }

  /** Inserts the events of a second, at most once a second. */
  private Future<Void> writeEvents(Instant now) {
    if (events.isEmpty() || now.isBefore(eventsDue)) {
      return Future.succeededFuture();
    }
    eventsDue = now.plusMillis(EVENTS_EVERY);
    List<EventWalk.Row> rows = events.get().next(now);
    String[] topics = rows.stream().map(EventWalk.Row::topic).toArray(String[]::new);
    String[] payloads = rows.stream().map(EventWalk.Row::payload).toArray(String[]::new);
    return connection
        .preparedQuery(INSERT_EVENTS)
        .execute(Tuple.of(topics, (Object) payloads))
        .<Void>mapEmpty()
        // The leader of the feed of events creates the table, perhaps later: quotes do not wait for
        // it.
        .otherwiseEmpty();
  }

  // Distinct milliseconds up to now, all later than those of the last batch.
  private List<Instant> times(int batch) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant first = now.minusMillis((batch - 1) * 1_000L / rate);
    List<Instant> times = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      Instant time = first.plusMillis(i * 1_000L / rate);
      last = time.isAfter(last) ? time : last.plusMillis(1);
      times.add(last);
    }
    return times;
  }

  private void failed(Throwable failure) {
    if (failures++ == 0) {
      LOG.atWarn().addKeyValue("reason", failure).log("demo.insert_failed");
    }
    PgConnection broken = connection;
    connection = null;
    writes = false;
    if (broken != null) {
      broken.close();
    }
    next(1 + random.nextLong(Math.min(LONGEST_WAIT, 100L << Math.min(failures, 6))));
  }

  private void next(long pause) {
    running = false;
    if (idle != null) {
      idle.complete();
    } else if (!stopped) {
      timer = vertx.setTimer(Math.max(1, pause), now -> step());
    }
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    if (running) {
      idle = Promise.promise();
      return idle.future().eventually(this::disconnect);
    }
    return disconnect();
  }

  private Future<Void> disconnect() {
    return connection == null ? Future.succeededFuture() : connection.close();
  }
}
