package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.hub.Hub;
import dev.tickgate.market.Utc;
import dev.tickgate.replica.FeedTopics;
import dev.tickgate.stream.Publication;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * {@code GET /api/symbols}: the symbols that the client may read, how to write their quotes, and
 * the time of this node, by which a page corrects the clock of its device.
 */
final class SymbolsApi {
  // So many quotes tell the decimals: each of them may end with zeros, which are not written.
  private static final int SEEN = 100;

  private final Hub hub;
  private final AuthenticationHandler identify;
  private final Instruments instruments;
  private final FeedTopics topics;
  private final InstantSource clock;

  SymbolsApi(
      Hub hub,
      AuthenticationHandler identify,
      Instruments instruments,
      FeedTopics topics,
      InstantSource clock) {
    this.hub = hub;
    this.identify = identify;
    this.instruments = instruments;
    this.topics = topics;
    this.clock = clock;
  }

  void mount(Router router) {
    Pages.route(router, "/api/symbols").handler(identify).handler(this::symbols);
  }

  private void symbols(RoutingContext context) {
    // Never failed: without a poller the symbols that are known.
    Future.all(instruments.tables().stream().map(this::discovered).toList())
        .map(found -> found.<List<Instrument>>list().stream().flatMap(List::stream))
        .onSuccess(found -> answer(context, Stream.concat(instruments.named().stream(), found)));
  }

  private Future<List<Instrument>> discovered(SymbolTable table) {
    return topics
        .of(table.feed())
        .map(
            names ->
                names.stream().flatMap(topic -> table.ofTopic(topic.name()).stream()).toList());
  }

  private void answer(RoutingContext context, Stream<Instrument> all) {
    Principal principal = AuthenticationHandler.principal(context);
    JsonArray symbols = new JsonArray();
    all.filter(instrument -> hub.rights().access().mayRead(principal, instrument.topic()))
        .forEach(instrument -> symbols.add(json(instrument)));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(
            new JsonObject()
                .put("now", Utc.format(clock.instant()))
                .put("symbols", symbols)
                .toBuffer());
  }

  private JsonObject json(Instrument instrument) {
    List<Publication> newest = hub.newest(instrument.topic(), SEEN);
    OptionalInt seen = newest.stream().mapToInt(TickFields::decimals).max();
    int decimals = instrument.display().decimalsOf(instrument.symbol(), seen);
    return new JsonObject()
        .put("symbol", instrument.symbol())
        .put("topic", instrument.topic().name())
        .put("name", instrument.display().nameOf(instrument.symbol()))
        .put("decimals", decimals)
        .put("pip", instrument.display().pipOf(instrument.symbol(), decimals))
        .put("demo", instrument.demo());
  }
}
