package dev.tickgate.exchange;

import dev.tickgate.demo.GmoProtocol;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.function.LongSupplier;

/** Both exchanges of GMO Coin; the rules are those of the demo's exchange. */
final class GmoScript implements ExchangeScript {
  static final String BAD_SYMBOL = GmoProtocol.BAD_SYMBOL;
  static final String TOO_MANY = GmoProtocol.TOO_MANY;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Set<String> FX =
      Set.of("USD_JPY", "EUR_JPY", "GBP_JPY", "AUD_JPY", "EUR_USD", "GBP_USD");
  private static final Set<String> CRYPTO = Set.of("BTC", "ETH", "BTC_JPY", "ETH_JPY");

  private final boolean crypto;
  private final GmoProtocol protocol;

  private GmoScript(boolean crypto, GmoProtocol protocol) {
    this.crypto = crypto;
    this.protocol = protocol;
  }

  static GmoScript fx(LongSupplier nanos) {
    return new GmoScript(false, new GmoProtocol(Set.of("ticker"), FX, nanos));
  }

  static GmoScript crypto(LongSupplier nanos) {
    Set<String> channels = Set.of("ticker", "trades", "orderbooks");
    return new GmoScript(true, new GmoProtocol(channels, CRYPTO, nanos));
  }

  @Override
  public boolean serves(String path) {
    return path.equals(GmoProtocol.PATH);
  }

  @Override
  public void received(Peer peer, String text) {
    protocol.execute(text, peer.streams()).ifPresent(peer::send);
  }

  @Override
  public String stream(String symbol) {
    return GmoProtocol.quotes(symbol);
  }

  @Override
  public String quote(SimulatedQuote quote) {
    return crypto
        ? cryptoQuote(quote)
        : GmoProtocol.fxQuote(
            quote.symbol(), quote.bid(), quote.ask(), quote.time(), quote.status());
  }

  private static String cryptoQuote(SimulatedQuote quote) {
    return """
        {"channel":"ticker","ask":"%s","bid":"%s","high":"13685467","last":"13659211",\
        "low":"13540729","symbol":"%s","timestamp":"%s","volume":"963.33"}"""
        .formatted(quote.ask(), quote.bid(), quote.symbol(), at(quote.time()));
  }

  private static String at(Instant time) {
    return MILLIS.format(time);
  }
}
