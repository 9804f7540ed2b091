package dev.tickgate.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchlists of the demo: inserts its companies and lists once, and changes prices each second.
 * Several processes on one database may run it: a price changes only where it is at least 900 ms
 * old.
 */
public final class DemoPrices extends VerticleBase {
  /** The user that owns the lists. */
  public static final long USER = 1;

  private static final Logger LOG = LoggerFactory.getLogger(DemoPrices.class);
  private static final long SECOND = 1_000;
  private static final String EXISTS =
      "select to_regclass('watchlist.stock_prices') is not null as exists";
  // Fills only an empty database: a list that a user of the demo has deleted stays deleted.
  private static final String LOCK =
      "select pg_advisory_xact_lock(8388345093901349992),"
          + " exists (select from watchlist.companies) as filled";
  // Prices stay within 20 % of the previous close; about a third of the stocks change each second.
  private static final String MOVE =
      """
      update watchlist.stock_prices p
      set price = round(greatest(p.previous_close * 0.8, least(p.previous_close * 1.2,
            p.price * (1 + (random() - 0.5) * 0.003)::numeric)), scale(p.previous_close)),
          at = clock_timestamp()
      from watchlist.companies c
      where c.id = p.company_id and c.topic is null and random() < 0.33
        and p.at < clock_timestamp() - interval '900 ms'
      """;

  private final Pool pool;
  private boolean filled;
  private boolean fails;
  private Future<Void> step = Future.succeededFuture();
  private long timer = -1;

  public DemoPrices(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<?> start() {
    timer = vertx.setPeriodic(SECOND, now -> step());
    // Fills the tables before the start completes; the timer repeats a step that failed.
    return step();
  }

  private Future<Void> step() {
    if (step.isComplete()) {
      step =
          (filled ? pool.query(MOVE).execute().<Void>mapEmpty() : fill())
              .onSuccess(done -> fails = false)
              .onFailure(this::failed)
              .otherwiseEmpty();
    }
    return step;
  }

  /**
   * Fills the tables where they exist: a process with the role poller creates them, perhaps later.
   */
  private Future<Void> fill() {
    return pool.withTransaction(
        connection ->
            connection
                .query(EXISTS)
                .execute()
                .compose(
                    rows ->
                        rows.iterator().next().getBoolean("exists")
                            ? fill(connection)
                            : Future.succeededFuture()));
  }

  private Future<Void> fill(SqlConnection connection) {
    return connection
        .query(LOCK)
        .execute()
        .compose(
            rows ->
                rows.iterator().next().getBoolean("filled")
                    ? Future.succeededFuture()
                    : connection
                        .query(script())
                        .execute()
                        .onSuccess(done -> LOG.info("demo.watchlists_filled")))
        .<Void>mapEmpty()
        .onSuccess(done -> filled = true);
  }

  private static String script() {
    try (InputStream in = DemoPrices.class.getResourceAsStream("/db/watchlist/demo.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failed(Throwable failure) {
    if (!fails) {
      LOG.atWarn().addKeyValue("reason", failure).log("demo.prices_failed");
    }
    fails = true;
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    return step;
  }
}
