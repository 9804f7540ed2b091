package dev.tickgate.exchange;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Creates the feeds of exchanges. */
public final class Exchanges {
  static final Venue[] VENUES = {new Binance(), Gmo.fx(), Gmo.crypto(), new Kraken()};

  private Exchanges() {}

  static Venue venue(String name) {
    return Stream.of(VENUES).filter(venue -> venue.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Creates the verticle of an exchange's feed on one node; only the leader in the cluster
   * connects.
   *
   * @param leadership the metrics of the feed's leadership
   * @param metrics the metrics of the connection
   */
  public static LeaderVerticle verticle(
      ExchangeSettings settings,
      FeedSettings feeds,
      Coordination coordination,
      Bus bus,
      Owner owner,
      LeadershipMetrics leadership,
      ExchangeMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    Venue venue = venue(settings.venue());
    return new LeaderVerticle(
        FeedIdentity.inMemory(
            settings.feed(), "exchange", "tickgate." + settings.feed().toLowerCase(Locale.ROOT)),
        feeds,
        coordination,
        bus,
        owner,
        leadership,
        vertx ->
            new SourceFactory() {
              @Override
              public List<Source> create(Term term) {
                return List.of(
                    new ExchangeSource(
                        vertx,
                        bus,
                        new Connector(
                            vertx,
                            venue,
                            settings.url(),
                            metrics,
                            clock,
                            nanos,
                            RandomGenerator.getDefault())));
              }

              // A standby has no connection, because the cluster must have only one connection to
              // the exchange.
              @Override
              public Future<Void> rehearse(Sequencer rehearsal) {
                return Future.succeededFuture();
              }
            });
  }
}
