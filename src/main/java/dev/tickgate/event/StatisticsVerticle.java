package dev.tickgate.event;

import dev.tickgate.bus.Bus;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the statistics of events on a poller: stores the reports of the gateways, counts the
 * journal, and answers questions. Several pollers may run it: totals and the lock on the mark keep
 * the counts exact.
 */
public final class StatisticsVerticle extends VerticleBase {
  static final String SUMMARY = "events.summary";
  private static final Logger LOG = LoggerFactory.getLogger(StatisticsVerticle.class);
  private static final long PERIOD_MS = 1_000;
  private static final long CLEAN_MS = 60_000;

  private final StatisticsTables tables;
  private final Bus bus;
  private boolean prepared;
  private boolean busy;

  /**
   * @param feed the feed whose journal has the events
   */
  public StatisticsVerticle(Pool coordination, Bus bus, String feed, List<Channel> channels) {
    this.bus = bus;
    tables =
        new StatisticsTables(coordination, feed, channels.stream().map(Channel::topic).toList());
  }

  /** The tables that a poller needs in the coordination database where events are enabled. */
  public static Schema schema() {
    return StatisticsTables.SCHEMA;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD_MS, timer -> tick());
    vertx.setPeriodic(CLEAN_MS, timer -> clean());
    return bus.nodes()
        .answer(ReportVerticle.REPORT, report -> tables.report(report).map(new JsonObject()))
        .compose(
            reported ->
                bus.nodes()
                    .answer(SUMMARY, question -> tables.summary(question.getInteger("days"))));
  }

  private void tick() {
    if (busy) {
      return;
    }
    busy = true;
    (prepared ? tables.rollUp() : tables.migrate().onSuccess(migrated -> prepared = true))
        .onFailure(StatisticsVerticle::failed)
        .onComplete(done -> busy = false);
  }

  private void clean() {
    if (prepared) {
      tables.clean().onFailure(StatisticsVerticle::failed);
    }
  }

  // The next tick tries again. The feeds report an unavailable database.
  private static void failed(Throwable failure) {
    LOG.atDebug().addKeyValue("reason", failure).log("events.statistics_failed");
  }
}
