package dev.tickgate.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A simulated GMO Coin FX on a port of this machine: connectors and pages use it as they use the
 * real exchange. Its market never closes. Confined to one event loop.
 */
public final class SimulatedExchange extends VerticleBase {
  private static final String HOST = "127.0.0.1";
  private static final long QUOTES_EVERY = 250;
  private static final int MOST_CLIENTS = 100;
  private static final int LONGEST_COMMAND = 1_024;
  private static final Map<String, Double> MEANS =
      Map.of("USD_JPY", PriceWalk.MEAN, "EUR_JPY", 163.0, "GBP_JPY", 191.0, "AUD_JPY", 99.0);

  private final InstantSource clock;
  private final GmoProtocol protocol;
  private final Map<String, PriceWalk> walks = new LinkedHashMap<>();
  private final Map<ServerWebSocket, Set<String>> clients = new HashMap<>();
  private HttpServer server;
  private long timer = -1;

  public SimulatedExchange(InstantSource clock, LongSupplier nanos, RandomGenerator random) {
    this.clock = clock;
    this.protocol = new GmoProtocol(Set.of("ticker"), MEANS.keySet(), nanos);
    MEANS.forEach((symbol, mean) -> walks.put(symbol, new PriceWalk(random, mean)));
  }

  @Override
  public Future<?> start() {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxWebSocketFrameSize(LONGEST_COMMAND)
                    .setMaxWebSocketMessageSize(LONGEST_COMMAND))
            .webSocketHandshakeHandler(this::handshake)
            .webSocketHandler(this::connected);
    timer = vertx.setPeriodic(QUOTES_EVERY, now -> quote());
    return server.listen(0, HOST);
  }

  /** Returns the base URL of its WebSockets; valid after the start. */
  public URI url() {
    return URI.create("ws://" + HOST + ":" + server.actualPort());
  }

  private void handshake(ServerWebSocketHandshake handshake) {
    if (!handshake.path().equals(GmoProtocol.PATH)) {
      handshake.reject(404);
    } else if (clients.size() >= MOST_CLIENTS) {
      handshake.reject(503);
    } else {
      handshake.accept();
    }
  }

  private void connected(ServerWebSocket client) {
    Set<String> streams = new HashSet<>();
    clients.put(client, streams);
    client.closeHandler(closed -> clients.remove(client));
    // Each failure also closes the connection.
    client.exceptionHandler(broken -> {});
    client.textMessageHandler(
        command -> protocol.execute(command, streams).ifPresent(client::writeTextMessage));
  }

  private void quote() {
    walks.forEach(
        (symbol, walk) -> {
          PriceWalk.Prices prices = walk.next(QUOTES_EVERY / 1_000.0);
          String frame =
              GmoProtocol.fxQuote(
                  symbol,
                  prices.bid().toPlainString(),
                  prices.ask().toPlainString(),
                  clock.instant(),
                  "OPEN");
          clients.forEach(
              (client, streams) -> {
                // A client whose connection is full does not get this quote.
                if (streams.contains(GmoProtocol.quotes(symbol)) && !client.writeQueueFull()) {
                  client.writeTextMessage(frame);
                }
              });
        });
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    return server.close();
  }
}
