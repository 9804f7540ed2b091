package dev.tickgate.event;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the statistics of a gateway to a poller twice a second, while the gateway has connections
 * or its statistics have changed. Also answers questions for the gateway's connections.
 */
public final class ReportVerticle extends VerticleBase {
  static final String REPORT = "events.report";
  static final String CONNECTIONS = "events.connections.";
  private static final Logger LOG = LoggerFactory.getLogger(ReportVerticle.class);
  // Half of the time for which statistics may be lost with the gateway: a report takes time, too.
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final EventStatistics statistics;
  private final Bus bus;
  private final String node;
  // The last report that a poller stored.
  private JsonObject known = new JsonObject();
  private boolean reporting;

  /**
   * @param node a name that no other process has, even on the same host
   */
  public ReportVerticle(EventStatistics statistics, Bus bus, String node) {
    this.statistics = statistics;
    this.bus = bus;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD.toMillis(), timer -> report());
    return bus.nodes()
        .answer(CONNECTIONS + node, question -> Future.succeededFuture(statistics.connections()));
  }

  private void report() {
    if (reporting) {
      return;
    }
    JsonObject report = statistics.report(node);
    // The pollers count no connections for a gateway that does not report.
    if (report.getInteger("connections") == 0 && report.equals(known)) {
      return;
    }
    reporting = true;
    bus.nodes()
        .ask(REPORT, report, DEADLINE)
        .onSuccess(written -> known = report)
        // The next report includes these totals.
        .onFailure(
            failure -> LOG.atDebug().addKeyValue("reason", failure).log("events.report_failed"))
        .onComplete(done -> reporting = false);
  }
}
