package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.List;

/**
 * Answers the requests of gateways for prices, topics and ticks. Runs on every poller, leader or
 * not.
 */
public final class JournalQueriesVerticle extends VerticleBase {
  private final Feed feed;
  private final Pool source;
  private final Pool coordination;
  private final Bus bus;
  private List<Future<Bus.Registration>> registrations = List.of();

  public JournalQueriesVerticle(Feed feed, Pool source, Pool coordination, Bus bus) {
    this.feed = feed;
    this.source = source;
    this.coordination = coordination;
    this.bus = bus;
  }

  @Override
  public Future<?> start() {
    // The registrations are not awaited, because a member that hangs may delay them.
    registrations =
        List.of(
            bus.journalQueries()
                .serveSamples(feed.name(), new JournalSamples(coordination, feed)::answer),
            bus.journalQueries()
                .serveTopics(feed.name(), new JournalTopics(coordination, feed.name())::read),
            bus.journalQueries().serveTicks(feed.name(), history()::answer));
    return Future.succeededFuture();
  }

  private TickHistory history() {
    return new TickHistory(
        feed, new JournalTicks(coordination, feed), new TableTicks(source, feed));
  }

  @Override
  public Future<?> stop() {
    // A registration that cannot be removed ends with the node.
    registrations.forEach(each -> each.onSuccess(Bus.Registration::cancel));
    return Future.succeededFuture();
  }
}
