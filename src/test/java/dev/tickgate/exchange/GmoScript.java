package dev.tickgate.exchange;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * GMO Coin: one command a second of all connections, no answer to a subscription, and errors that
 * do not name the symbol.
 */
final class GmoScript implements ExchangeScript {
  static final String BAD_SYMBOL = "{\"error\":\"ERR-5106 Invalid request parameter. symbol\"}";
  static final String TOO_MANY = "{\"error\":\"ERR-5003 Request too many.\"}";
  private static final String BAD_REQUEST = "{\"error\":\"ERR-5106 Invalid request parameter.\"}";
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final DateTimeFormatter MICROS = time("SSSSSS");
  private static final DateTimeFormatter MILLIS = time("SSS");
  private static final Set<String> FX =
      Set.of("USD_JPY", "EUR_JPY", "GBP_JPY", "AUD_JPY", "EUR_USD", "GBP_USD");
  private static final Set<String> CRYPTO = Set.of("BTC", "ETH", "BTC_JPY", "ETH_JPY");

  private final boolean crypto;
  private final Set<String> symbols;
  private final Set<String> channels;
  private final LongSupplier nanos;
  private long last;

  private GmoScript(boolean crypto, Set<String> channels, LongSupplier nanos) {
    this.crypto = crypto;
    this.symbols = crypto ? CRYPTO : FX;
    this.channels = channels;
    this.nanos = nanos;
    this.last = nanos.getAsLong() - PACE.toNanos();
  }

  static GmoScript fx(LongSupplier nanos) {
    return new GmoScript(false, Set.of("ticker"), nanos);
  }

  static GmoScript crypto(LongSupplier nanos) {
    return new GmoScript(true, Set.of("ticker", "trades", "orderbooks"), nanos);
  }

  private static DateTimeFormatter time(String fraction) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss." + fraction + "'Z'")
        .withZone(ZoneOffset.UTC);
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/ws/public/v1");
  }

  @Override
  public void received(Peer peer, String text) {
    long now = nanos.getAsLong();
    if (now - last < PACE.toNanos()) {
      peer.send(TOO_MANY);
      return;
    }
    last = now;
    try {
      execute(peer, new JsonObject(text));
    } catch (DecodeException | ClassCastException e) {
      peer.send(BAD_REQUEST);
    }
  }

  private void execute(Peer peer, JsonObject command) {
    String channel = command.getString("channel", "");
    String symbol = command.getString("symbol", "");
    if (!channels.contains(channel)) {
      peer.send(BAD_REQUEST);
    } else if (!symbols.contains(symbol)) {
      peer.send(BAD_SYMBOL);
    } else {
      switch (command.getString("command", "")) {
        case "subscribe" -> peer.streams().add(channel + " " + symbol);
        case "unsubscribe" -> peer.streams().remove(channel + " " + symbol);
        default -> peer.send(BAD_REQUEST);
      }
    }
  }

  @Override
  public String stream(String symbol) {
    return "ticker " + symbol;
  }

  @Override
  public String quote(SimulatedQuote quote) {
    return crypto ? cryptoQuote(quote) : fxQuote(quote);
  }

  private static String fxQuote(SimulatedQuote quote) {
    return """
        {"symbol":"%s","ask":"%s","bid":"%s","timestamp":"%s","status":"%s"}"""
        .formatted(
            quote.symbol(), quote.ask(), quote.bid(), at(MICROS, quote.time()), quote.status());
  }

  private static String cryptoQuote(SimulatedQuote quote) {
    return """
        {"channel":"ticker","ask":"%s","bid":"%s","high":"13685467","last":"13659211",\
        "low":"13540729","symbol":"%s","timestamp":"%s","volume":"963.33"}"""
        .formatted(quote.ask(), quote.bid(), quote.symbol(), at(MILLIS, quote.time()));
  }

  private static String at(DateTimeFormatter format, Instant time) {
    return format.format(time);
  }
}
