package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.Lease;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Term;
import dev.tickgate.stream.Publication;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A takeover without consequences, by the very code of a real one: reads the journal's tail and
 * what is new in the table, writes under a term that nobody has, and publishes where nobody looks.
 * Confined to the poller's event loop.
 */
final class Rehearsal {
  private final Feed feed;
  private final Pool source;
  private final Lease lease;
  private final Journal journal;
  private final Duration length;
  private final Bus bus;
  private final LongSupplier nanos;

  /**
   * @param length of the lease
   */
  Rehearsal(
      Feed feed,
      Pool source,
      Lease lease,
      Journal journal,
      Duration length,
      Bus bus,
      LongSupplier nanos) {
    this.feed = feed;
    this.source = source;
    this.lease = lease;
    this.journal = journal;
    this.length = length;
    this.bus = bus;
    this.nanos = nanos;
  }

  /**
   * @param publications how many are sent to the gateways, at most
   * @return the table, as it was found
   */
  Future<TickTable> run(int publications) {
    bus.learn(feed.topic());
    // Anew: it may have been altered meanwhile.
    TickTable table = new TickTable(feed, source);
    return lease
        .current()
        .map(Term::rehearsed)
        .compose(term -> lead(term, new Stage(publications)).compose(led -> look(table, term, led)))
        .map(looked -> table);
  }

  private Future<Sequencer> lead(Term term, Consumer<Publication> stage) {
    Sequencer leader =
        new Sequencer(
            feed.topic(),
            term,
            length,
            nanos.getAsLong(),
            stage,
            lease,
            journal,
            FeedMetrics.NONE,
            nanos);
    return leader
        .load()
        .map(
            loaded -> {
              leader.publishTail();
              return leader;
            });
  }

  private Future<?> look(TickTable table, Term term, Sequencer leader) {
    if (term.cursor().isEmpty()) {
      // A first look of all would read the whole window.
      return table.first();
    }
    DropLog unheard = new DropLog(feed.name(), FeedMetrics.NONE, InstantSource.system());
    VisibilityTracker visibility = new VisibilityTracker(term.cursor());
    Scanner scanner =
        new Scanner(
            table,
            feed.start(),
            row -> Quote.of(feed.symbol(), row),
            visibility,
            unheard,
            () -> true,
            nanos,
            () -> {},
            Optional.empty());
    return scanner.scan((found, cursor) -> leader.append(Scanner.Found.drafts(found), cursor));
  }

  private final class Stage implements Consumer<Publication> {
    private int left;

    Stage(int publications) {
      left = publications;
    }

    @Override
    public void accept(Publication publication) {
      if (left > 0) {
        left--;
        bus.rehearse(publication);
      }
    }
  }
}
