package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Creates the table of a feed as its source, prepared by rehearsals. Confined to the poller's event
 * loop.
 */
public final class TableSources implements SourceFactory {
  private final Vertx vertx;
  private final Feed feed;
  private final FeedDatabases databases;
  private final Journal journal;
  private final FeedMetrics metrics;
  private final LongSupplier nanos;
  // The table as the last rehearsal found it.
  private TickTable table;

  TableSources(
      Vertx vertx,
      Feed feed,
      FeedDatabases databases,
      Journal journal,
      FeedMetrics metrics,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.feed = feed;
    this.databases = databases;
    this.journal = journal;
    this.metrics = metrics;
    this.nanos = nanos;
    this.table = new TickTable(feed, databases.source(), nanos);
  }

  /** Creates the verticle of a table's feed on one node. */
  public static LeaderVerticle verticle(
      Feed feed,
      FeedSettings settings,
      FeedDatabases databases,
      Bus bus,
      Owner owner,
      FeedMetrics metrics) {
    Journal journal =
        new Journal(databases.coordination(), feed.identity(), owner, settings.lease(), metrics);
    return new LeaderVerticle(
        feed.identity(),
        settings,
        databases.leadership(),
        bus,
        owner,
        metrics,
        vertx -> new TableSources(vertx, feed, databases, journal, metrics, System::nanoTime));
  }

  @Override
  public List<Source> create(Term term) {
    return List.of(
        new TableSource(vertx, feed, databases, table, journal, term.cursor(), metrics, nanos));
  }

  @Override
  public Future<Void> rehearse(Sequencer rehearsal) {
    // A new instance, because the table may have been altered meanwhile.
    TickTable found = new TickTable(feed, databases.source(), nanos);
    return look(found, rehearsal).onSuccess(looked -> table = found).mapEmpty();
  }

  private Future<?> look(TickTable found, Sequencer rehearsal) {
    Term term = rehearsal.term();
    if (term.cursor().isEmpty()) {
      // The very first look would read the whole window.
      return found.first();
    }
    DropLog unheard = new DropLog(feed.name(), FeedMetrics.NONE, nanos);
    Scanner scanner =
        new Scanner(
            found,
            feed.start(),
            row -> Quote.of(feed.symbols(), row),
            new VisibilityTracker(term.cursor()),
            unheard,
            () -> true,
            nanos,
            () -> {},
            Optional.empty());
    return scanner.scan((rows, cursor) -> rehearsal.append(Scanner.Found.drafts(rows), cursor));
  }
}
