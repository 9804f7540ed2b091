package dev.tickgate.exchange;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;

/** The exchanges of the contract tests, each with its simulation. */
enum SimulatedVenue {
  BINANCE(
      "binance",
      ExchangeServer::binance,
      Subject.quotes("BTCUSDT"),
      "BTCUSDT",
      Subject.frames("btcusdt@no.such.stream"),
      "{\"code\":2,\"msg\":\"Invalid request\"}"),
  GMO_FX(
      "gmoFx",
      ExchangeServer::gmoFx,
      Subject.quotes("USD_JPY"),
      "USD_JPY",
      Subject.quotes("ZZZ_JPY"),
      "{\"error\":\"ERR-5106 Invalid request parameter.\"}"),
  GMO(
      "gmo",
      ExchangeServer::gmo,
      Subject.quotes("BTC_JPY"),
      "BTC_JPY",
      Subject.quotes("ZZZ_JPY"),
      "{\"error\":\"ERR-5106 Invalid request parameter.\"}"),
  KRAKEN(
      "kraken",
      ExchangeServer::kraken,
      Subject.quotes("BTC_USD"),
      "BTC/USD",
      Subject.quotes("NOPE_USD"),
      "{\"method\":\"subscribe\",\"success\":false,\"error\":\"Invalid request\"}");

  /** The age at which a connection is replaced. */
  static final Duration AGE = Duration.ofHours(23);

  private final String venue;
  private final Function<Vertx, ExchangeServer> simulation;
  private final Subject subject;
  private final String symbol;
  private final Subject wrong;
  private final String error;

  SimulatedVenue(
      String venue,
      Function<Vertx, ExchangeServer> simulation,
      Subject subject,
      String symbol,
      Subject wrong,
      String error) {
    this.venue = venue;
    this.simulation = simulation;
    this.subject = subject;
    this.symbol = symbol;
    this.wrong = wrong;
    this.error = error;
  }

  ExchangeServer server(Vertx vertx) {
    return simulation.apply(vertx);
  }

  /** A connector with the limits of the exchange. */
  ConnectorFixture connector(Vertx vertx, ExchangeServer server) {
    Limits real = Exchanges.venue(venue).limits();
    return connector(vertx, server, real.ping(), real.silence());
  }

  /** A connector that notices silence sooner. */
  ConnectorFixture impatientConnector(Vertx vertx, ExchangeServer server) {
    return connector(vertx, server, Duration.ofMillis(500), Duration.ofSeconds(4));
  }

  private ConnectorFixture connector(
      Vertx vertx, ExchangeServer server, Duration ping, Duration silence) {
    Venue real = Exchanges.venue(venue);
    Limits limits =
        new Limits(
            real.limits().pace(),
            real.limits().answer(),
            real.limits().streams(),
            ping,
            silence,
            AGE);
    return new ConnectorFixture(vertx, new ConnectorFixture.Limited(real, limits), server.url());
  }

  Subject subject() {
    return subject;
  }

  /** The symbol of the subject, as the exchange writes it. */
  String symbol() {
    return symbol;
  }

  /** A subject that the exchange does not have, with a possible name. */
  Subject wrong() {
    return wrong;
  }

  /** An error that names neither a symbol nor a command. */
  String error() {
    return error;
  }

  boolean hasTimes() {
    return this != BINANCE;
  }

  /** Closes the market, where the exchange tells it; the status of later quotes. */
  String closeMarket(ExchangeServer server) {
    server.status("CLOSE");
    if (this == KRAKEN) {
      server.broadcast(
          """
          {"channel":"status","type":"update","data":[{"system":"cancel_only"}]}""");
    }
    return this == KRAKEN || this == GMO_FX ? "CLOSE" : "OPEN";
  }

  /** The pings that the exchange has received, of either kind. */
  long pings(ExchangeServer server) {
    return server.count(Arrival.Kind.PING)
        + server.commands().stream().filter(command -> command.contains("\"ping\"")).count();
  }
}
