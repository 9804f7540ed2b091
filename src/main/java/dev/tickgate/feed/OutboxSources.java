package dev.tickgate.feed;

import dev.tickgate.bus.PayloadRules;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import dev.tickgate.store.Database;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Creates the outbox as a source of the feed of events. Confined to the poller's event loop. */
public final class OutboxSources implements SourceFactory {
  private static final Long[] NOWHERE = {Long.MAX_VALUE};

  private final Vertx vertx;
  private final Optional<Database> listen;
  private final OutboxCheck check;
  private final Duration poll;
  private final OutboxMetrics metrics;
  private final LongSupplier nanos;
  private final OutboxTable table;

  /**
   * @param table the table in the database of the applications
   * @param listen that database for LISTEN; empty where it is reachable only through a pooler in
   *     transaction mode
   * @param feed the feed of events; applications may publish to the topics of its routes
   * @param rules the rules for payloads, by topic
   * @param poll the pause between two looks without a NOTIFY
   */
  public OutboxSources(
      Vertx vertx,
      OutboxTable table,
      Optional<Database> listen,
      String feed,
      TopicRoutes routes,
      PayloadRules rules,
      Duration poll,
      OutboxMetrics metrics,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.listen = listen;
    this.check = new OutboxCheck(feed, routes, rules);
    this.poll = poll;
    this.metrics = metrics;
    this.nanos = nanos;
    this.table = table;
  }

  @Override
  public List<Source> create(Term term) {
    return List.of(new OutboxSource(vertx, table, listen, check, poll, metrics, nanos));
  }

  /** Opens connections and prepares the statements; a standby reads no rows. */
  @Override
  public Future<Void> rehearse(Sequencer rehearsal) {
    return table
        .ready()
        .compose(ready -> table.page(NOWHERE, NOWHERE, 1))
        .<Void>mapEmpty()
        // A fault of the outbox does not affect other publications.
        .otherwiseEmpty();
  }
}
