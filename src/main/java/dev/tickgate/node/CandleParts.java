package dev.tickgate.node;

import dev.tickgate.bus.Bus;
import dev.tickgate.candle.CandleSettings;
import dev.tickgate.candle.Candles;
import dev.tickgate.config.Config;
import dev.tickgate.endpoint.Instrument;
import dev.tickgate.endpoint.Instruments;
import dev.tickgate.feed.Feed;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.ops.CandleMeters;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.Meters;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** The parts of a poller that make candles. */
record CandleParts(
    Config config, List<Feed> feeds, Bus bus, Meters meters, Leaders leaders, ShutdownStack parts) {
  Future<Void> start(CandleSettings settings, Coordination coordination, Owner owner) {
    Instruments instruments = NamedFeeds.of(config, feeds).instruments();
    Candles candles =
        new Candles(
            settings,
            coordination,
            bus,
            owner,
            feeds.stream().map(Feed::name).toList(),
            symbol -> instruments.ofSymbol(symbol).map(Instrument::topic),
            new FeedMeters(meters, CandleSettings.FEED),
            new CandleMeters(meters),
            InstantSource.system(),
            System::nanoTime);
    LeaderVerticle leader = candles.verticle();
    leaders.announce("candles", List.of(leader));
    return Candles.migrate(coordination.pool())
        .compose(ready -> parts.deployTogether(List.of(candles.queries())))
        .compose(answering -> parts.deployTogether(List.of(leader)));
  }
}
