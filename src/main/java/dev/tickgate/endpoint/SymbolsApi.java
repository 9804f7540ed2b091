package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code GET /api/symbols?symbol=}: the symbols that the client may read, or one of them, with the
 * format of their quotes, and the time of this node. A page uses that time to correct the clock of
 * its device.
 */
final class SymbolsApi {
  // The number of quotes that determine the decimals: a quote is written without trailing zeros.
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
    Responses.route(router, "/api/symbols").handler(identify).handler(this::symbols);
  }

  private void symbols(RoutingContext context) {
    String symbol = context.request().getParam("symbol");
    Future<Entries> found =
        symbol == null
            ? all(context)
            : one(context, symbol).map(entries -> new Entries(true, entries));
    found.onSuccess(entries -> send(context, entries));
  }

  /**
   * A symbol and its newest quotes.
   *
   * @param newest empty if this node does not have them
   */
  private record Entry(Instrument instrument, List<Publication> newest) {}

  /**
   * @param complete whether a poller has answered for each table
   */
  private record Entries(boolean complete, List<Entry> list) {}

  private Future<Entries> all(RoutingContext context) {
    List<SymbolTable> tables = instruments.tables();
    // Never fails: without a poller it returns the symbols that are known.
    return Future.all(
            tables.stream().map(table -> topics.of(table.feed(), table.prefix())).toList())
        .map(found -> entries(context, found.list()));
  }

  private Entries entries(RoutingContext context, List<FeedTopics.Listing> listings) {
    List<SymbolTable> tables = instruments.tables();
    Stream<Instrument> discovered =
        IntStream.range(0, tables.size())
            .boxed()
            .flatMap(i -> instruments(tables.get(i), listings.get(i)));
    return new Entries(
        listings.stream().allMatch(FeedTopics.Listing::complete),
        Stream.concat(instruments.named().stream(), discovered)
            .filter(instrument -> mayRead(context, instrument))
            .map(instrument -> new Entry(instrument, remembered(instrument)))
            .toList());
  }

  private static Stream<Instrument> instruments(SymbolTable table, FeedTopics.Listing listing) {
    return listing.topics().stream().flatMap(topic -> table.ofTopic(topic.name()).stream());
  }

  private Future<List<Entry>> one(RoutingContext context, String symbol) {
    Optional<Instrument> found =
        instruments.ofSymbol(symbol).filter(instrument -> mayRead(context, instrument));
    if (found.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return instruments
        .exists(found.get(), topics)
        .compose(
            exists ->
                exists
                    ? newest(found.get()).map(quotes -> List.of(new Entry(found.get(), quotes)))
                    : Future.succeededFuture(List.of()));
  }

  private Future<List<Publication>> newest(Instrument instrument) {
    List<Publication> remembered = remembered(instrument);
    return remembered.isEmpty() && instruments.isOfTable(instrument)
        ? topics.newest(instrument.feed(), instrument.topic(), SEEN).otherwise(remembered)
        : Future.succeededFuture(remembered);
  }

  private boolean mayRead(RoutingContext context, Instrument instrument) {
    Principal principal = AuthenticationHandler.principal(context);
    return hub.rights().access().mayRead(principal, instrument.topic());
  }

  private List<Publication> remembered(Instrument instrument) {
    return hub.newest(instrument.topic(), SEEN);
  }

  private void send(RoutingContext context, Entries entries) {
    if (entries.list.isEmpty() && !entries.complete) {
      // A page would show the empty list as the truth, and not ask again.
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      HttpErrors.send(
          context,
          503,
          "SYMBOLS_UNAVAILABLE",
          "No poller has answered, and this node knows no symbol that the client may read: repeat"
              + " the request later.");
      return;
    }
    JsonArray symbols = new JsonArray();
    entries.list.forEach(entry -> symbols.add(json(entry.instrument, entry.newest)));
    String now = Utc.format(clock.instant());
    Responses.json(context, new JsonObject().put("now", now).put("symbols", symbols));
  }

  private static JsonObject json(Instrument instrument, List<Publication> newest) {
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
