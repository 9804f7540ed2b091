package dev.tickgate.event;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the statistics of a gateway to a poller each second, and answers who asks for its
 * connections.
 */
public final class ReportVerticle extends VerticleBase {
  static final String REPORT = "events.report";
  static final String CONNECTIONS = "events.connections.";
  private static final Logger LOG = LoggerFactory.getLogger(ReportVerticle.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final EventStatistics statistics;
  private final Bus bus;
  private final String node;
  private boolean reporting;

  /**
   * @param node told apart from every other process, also of the same host
   */
  public ReportVerticle(EventStatistics statistics, Bus bus, String node) {
    this.statistics = statistics;
    this.bus = bus;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD.toMillis(), timer -> report());
    return bus.answer(
        CONNECTIONS + node, question -> Future.succeededFuture(statistics.connections()));
  }

  private void report() {
    if (reporting) {
      return;
    }
    reporting = true;
    bus.ask(REPORT, statistics.report(node), PERIOD)
        // The next report has the same totals and more.
        .onFailure(failure -> LOG.atDebug().addKeyValue("reason", failure).log("events.unreported"))
        .onComplete(done -> reporting = false);
  }
}
