package dev.tickgate.recorder;

import dev.tickgate.bus.Bus;
import dev.tickgate.protocol.QuoteMessage;
import dev.tickgate.replica.TopicReader;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the quotes of a topic into a table, one row a second. Any number of recorders may insert
 * into one table: the table keeps the first row of a second.
 */
public final class Recorder extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final long LOOK = 1_000;
  private static final long PATIENCE = 5_000;

  private final RecorderSettings settings;
  private final Bus bus;
  private final TopicRoutes routes;
  private final String name;
  private final RecorderMetrics metrics;
  private final InstantSource clock;
  private final QuoteTable table;
  private final Seconds seconds;
  private final WaitingRows waiting = new WaitingRows();
  private TopicReader reader;
  private Future<Void> insertion = Future.succeededFuture();
  private boolean fails;
  // Rows that were dropped since the last successful insert.
  private int dropped;
  private long timer = -1;

  /**
   * @param routes the routes of topics; a feed of them serves the topic
   * @param node the name of this node in the cluster
   */
  public Recorder(
      RecorderSettings settings,
      Pool pool,
      Bus bus,
      TopicRoutes routes,
      String node,
      RecorderMetrics metrics,
      InstantSource clock) {
    this.settings = settings;
    this.bus = bus;
    this.routes = routes;
    // The gateway of the same node already reports its demand under the node's name.
    this.name = node + "/recorder";
    this.metrics = metrics;
    this.clock = clock;
    this.table = new QuoteTable(pool, settings);
    this.seconds = new Seconds(settings.take());
  }

  @Override
  public Future<?> start() {
    reader = new TopicReader(vertx, bus, routes, settings.topic(), name, this::received);
    timer = vertx.setPeriodic(LOOK, now -> insertDue());
    return reader
        .start()
        .onSuccess(
            reading ->
                LOG.atInfo()
                    .addKeyValue("topic", settings.topic())
                    .addKeyValue("table", settings.table())
                    .log("recorder.started"));
  }

  private void received(Publication publication) {
    QuoteMessage.read(publication.json())
        .filter(quote -> quote.isOpen() || settings.closed())
        .flatMap(quote -> seconds.add(SecondRow.of(quote)))
        .ifPresent(this::add);
  }

  private void add(SecondRow row) {
    if (waiting.add(row)) {
      metrics.dropped(1);
      if (dropped++ == 0) {
        LOG.atWarn().addKeyValue("table", settings.table()).log("recorder.rows_dropped");
      }
    }
    metrics.waiting(waiting.size());
    // Inserts at once, so that a page shows the quote in its second. After a failure the timer
    // inserts all waiting rows together.
    if (!fails) {
      insert();
    }
  }

  private void insertDue() {
    seconds.complete(clock.instant()).ifPresent(this::add);
    insert();
  }

  private void insert() {
    List<SecondRow> rows = waiting.all();
    if (rows.isEmpty() || !insertion.isComplete()) {
      return;
    }
    insertion =
        table
            .insert(rows)
            .timeout(PATIENCE, TimeUnit.MILLISECONDS)
            .onSuccess(inserted -> inserted(rows, inserted))
            .onFailure(this::failed)
            .<Void>mapEmpty()
            .otherwiseEmpty();
  }

  private void inserted(List<SecondRow> rows, int count) {
    waiting.remove(rows);
    metrics.inserted(count);
    metrics.waiting(waiting.size());
    if (fails) {
      LOG.atInfo()
          .addKeyValue("table", settings.table())
          .addKeyValue("dropped", dropped)
          .log("recorder.insert_recovered");
    }
    fails = false;
    dropped = 0;
  }

  // The rows still wait. The table ignores a row that was inserted before its answer was lost.
  private void failed(Throwable failure) {
    if (!fails) {
      LOG.atWarn()
          .addKeyValue("table", settings.table())
          .addKeyValue("reason", failure)
          .log("recorder.insert_failed");
    }
    fails = true;
  }

  /** Inserts the waiting rows, where the database answers. */
  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    return reader
        .stop()
        .eventually(() -> insertion)
        .eventually(
            () -> {
              insertDue();
              return insertion;
            });
  }
}
