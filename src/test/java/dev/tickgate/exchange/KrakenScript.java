package dev.tickgate.exchange;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Kraken, version 2: an answer for each symbol, which it names. */
final class KrakenScript implements ExchangeScript {
  private static final Set<String> PAIRS = Set.of("BTC/USD", "ETH/USD", "USDT/USD", "BTC/JPY");
  private static final Set<String> CHANNELS = Set.of("ticker", "trade", "book", "ohlc");
  private static final String STATUS =
      """
      {"channel":"status","type":"update","data":[{"version":"2.0.10","system":"online",\
      "api_version":"v2","connection_id":12345678901234567890}]}""";
  private static final String TIMES =
      """
      ,"time_in":"2026-09-24T03:54:17.054886Z","time_out":"2026-09-24T03:54:17.054986Z"}""";

  @Override
  public boolean serves(String path) {
    return path.equals("/v2");
  }

  @Override
  public void connected(Peer peer) {
    peer.send(STATUS);
  }

  @Override
  public void received(Peer peer, String text) {
    try {
      execute(peer, new JsonObject(text));
    } catch (DecodeException | ClassCastException e) {
      refuse(peer, "Invalid request", "", "", "");
    }
  }

  private void execute(Peer peer, JsonObject command) {
    String method = command.getString("method", "");
    Long id = command.getLong("req_id");
    String number = id == null ? "" : ",\"req_id\":" + id;
    if (method.equals("ping")) {
      peer.line().pong(() -> peer.send("{\"method\":\"pong\"" + number + TIMES));
      return;
    }
    JsonObject params = command.getJsonObject("params", new JsonObject());
    String channel = params.getString("channel", "");
    if (!CHANNELS.contains(channel)) {
      refuse(peer, "Channel field missing or unsupported", method, "", number);
      return;
    }
    for (Object symbol : params.getJsonArray("symbol", new JsonArray())) {
      execute(peer, method, channel, params, (String) symbol, number);
    }
  }

  private static void execute(
      Peer peer, String method, String channel, JsonObject params, String symbol, String number) {
    String stream = channel + " " + symbol;
    boolean subscribes = method.equals("subscribe");
    if (!PAIRS.contains(symbol)) {
      refuse(peer, "Currency pair not supported " + symbol, method, symbol, number);
    } else if (subscribes && !peer.streams().add(stream)) {
      refuse(peer, "Already subscribed", method, symbol, number);
    } else if (!subscribes && !peer.streams().remove(stream)) {
      refuse(peer, "Subscription Not Found", method, symbol, number);
    } else {
      peer.send(
          """
          {"method":"%s","result":{"channel":"%s","event_trigger":"%s","snapshot":%s,\
          "symbol":"%s"},"success":true%s%s"""
              .formatted(
                  method,
                  channel,
                  params.getString("event_trigger", "trades"),
                  params.getBoolean("snapshot", true),
                  symbol,
                  number,
                  TIMES));
    }
  }

  private static void refuse(Peer peer, String error, String method, String symbol, String number) {
    peer.send(
        """
        {"error":"%s","method":"%s","success":false,"symbol":"%s"%s%s"""
            .formatted(error, method, symbol, number, TIMES));
  }

  @Override
  public String stream(String symbol) {
    return "ticker " + symbol;
  }

  @Override
  public String quote(SimulatedQuote quote) {
    return """
        {"channel":"ticker","type":"update","data":[{"symbol":"%s","bid":%s,"bid_qty":0.5,\
        "ask":%s,"ask_qty":1.25,"last":%s,"volume":1.5,"vwap":1.0,"low":1.0,"high":2.0,\
        "change":0.0001,"change_pct":0.01,"trades":12,"timestamp":"%s"}]}"""
        .formatted(quote.symbol(), quote.bid(), quote.ask(), quote.bid(), quote.time());
  }
}
