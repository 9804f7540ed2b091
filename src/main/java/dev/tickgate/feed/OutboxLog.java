package dev.tickgate.feed;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reports the outbox to operators. Logs each change of its state, and each kind of rejection once
 * per leadership. Confined to the poller's event loop.
 */
final class OutboxLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxLog.class);

  private final OutboxMetrics metrics;
  private final Set<OutboxRejection> told = EnumSet.noneOf(OutboxRejection.class);
  // Null where the outbox is available, or its state is not known yet.
  private OutboxUnavailable.Kind unavailable;

  OutboxLog(OutboxMetrics metrics) {
    this.metrics = metrics;
  }

  void available() {
    metrics.up(true);
    if (unavailable != null) {
      unavailable = null;
      LOG.atInfo().log("outbox.recovered");
    }
  }

  void unavailable(OutboxUnavailable problem) {
    metrics.up(false);
    if (problem.kind() != unavailable) {
      unavailable = problem.kind();
      // A missing table is no problem where no application uses the outbox.
      Level level = unavailable == OutboxUnavailable.Kind.MISSING ? Level.INFO : Level.WARN;
      LOG.atLevel(level).addKeyValue("reason", problem.getMessage()).log("outbox.failed");
    }
  }

  void rejected(Map<Long, OutboxReason> rows, OutboxPage page) {
    rows.forEach(
        (id, reason) -> {
          metrics.rejected(reason.code());
          if (told.add(reason.code())) {
            LOG.atWarn()
                .addKeyValue("id", id)
                .addKeyValue("topic", topic(id, page))
                .addKeyValue("reason", reason.text())
                .log("outbox.row_rejected");
          }
        });
  }

  private static String topic(long id, OutboxPage page) {
    return page.rows().stream()
        .filter(row -> row.id() == id)
        .map(OutboxRow::topic)
        .findFirst()
        .orElse("");
  }

  /** This process no longer reads the outbox. */
  void over() {
    metrics.up(false);
    metrics.waiting(0);
    metrics.oldest(0);
  }
}
