package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedBatch;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A takeover without effects, which runs the code of a real one. It reads the journal's tail and
 * the new rows of the sources, writes under a term that no process has, and publishes to an address
 * that drops the publications. Confined to the poller's event loop.
 */
public final class Rehearsal {
  private final Sequencers sequencers;
  private final Bus bus;
  private final SourceFactory sources;

  public Rehearsal(Sequencers sequencers, Bus bus, SourceFactory sources) {
    this.sequencers = sequencers;
    this.bus = bus;
    this.sources = sources;
  }

  /**
   * @param publications the maximum number of publications to send to the gateways
   */
  public Future<Void> run(int publications) {
    bus.learn(sequencers.feed().name());
    return sequencers
        .lease()
        .current()
        .map(Term::rehearsed)
        .compose(term -> lead(term, new Stage(publications)))
        .compose(sources::rehearse);
  }

  private Future<Sequencer> lead(Term term, Consumer<FeedBatch> stage) {
    Sequencer leader =
        sequencers.create(
            term, sequencers.nanos().getAsLong(), stage, PublishingMetrics.NONE, new Unheard());
    return leader
        .load()
        .map(
            loaded -> {
              leader.publishTail();
              return leader;
            });
  }

  private final class Stage implements Consumer<FeedBatch> {
    private int left;

    Stage(int publications) {
      left = publications;
    }

    @Override
    public void accept(FeedBatch batch) {
      int count = Math.min(left, batch.publications().size());
      if (count > 0) {
        left -= count;
        bus.rehearse(
            new FeedBatch(
                batch.term(),
                batch.leadership(),
                batch.epoch(),
                batch.begin(),
                batch.first(),
                batch.publications().subList(0, count)));
      }
    }
  }

  private static final class Unheard implements SequencerListener {
    @Override
    public void deposed() {}

    @Override
    public void outcomeUnknown(WriteFailure failure) {}

    @Override
    public void written() {}
  }
}
