package dev.tickgate.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A simulated exchange on a port of this machine: it has the frames and limits of the real one, and
 * misbehaves on request. A test's thread calls it; everything else is confined to one event loop,
 * and each call returns when that loop is done.
 */
public final class ExchangeServer implements AutoCloseable {
  private final Context loop;
  private final InstantSource clock;
  private final ExchangeScript script;
  private final Handshakes handshakes;
  private final HttpServer server;
  private final AtomicLong quotes = new AtomicLong(400_900_000);
  // Written by the event loop, read by tests.
  private final List<Peer> open = new CopyOnWriteArrayList<>();
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private volatile int connections;
  // Written by tests.
  private volatile String status = "OPEN";
  private volatile Duration skew = Duration.ZERO;
  private Duration pongDelay = Duration.ZERO;

  private ExchangeServer(Vertx vertx, ExchangeScript script, InstantSource clock) {
    this.loop = vertx.getOrCreateContext();
    this.script = script;
    this.handshakes = new Handshakes(loop, script);
    this.clock = clock;
    this.server =
        vertx
            .createHttpServer()
            .webSocketHandshakeHandler(handshakes::received)
            .webSocketHandler(this::connected);
    // Listening on the loop confines all connections to it.
    onLoop(() -> server.listen(0, "127.0.0.1"));
  }

  public static ExchangeServer binance(Vertx vertx) {
    return start(vertx, new BinanceScript(System::nanoTime));
  }

  public static ExchangeServer gmoFx(Vertx vertx) {
    return start(vertx, GmoScript.fx(System::nanoTime));
  }

  public static ExchangeServer gmo(Vertx vertx) {
    return start(vertx, GmoScript.crypto(System::nanoTime));
  }

  public static ExchangeServer kraken(Vertx vertx) {
    return start(vertx, new KrakenScript());
  }

  static ExchangeServer start(Vertx vertx, ExchangeScript script) {
    return new ExchangeServer(vertx, script, InstantSource.system());
  }

  /** Its WebSocket base. */
  public URI url() {
    return URI.create("ws://127.0.0.1:" + server.actualPort());
  }

  public int port() {
    return server.actualPort();
  }

  Handshakes handshakes() {
    return handshakes;
  }

  private void connected(ServerWebSocket socket) {
    int number = ++connections;
    Line line = new Line(pongDelay, kind -> arrived(kind, number, ""));
    ChannelHandlerContext vertx = ((WebSocketInternal) socket).channelHandlerContext();
    vertx.pipeline().addBefore(vertx.name(), "line", line);
    Peer peer = new Peer(number, socket, line);
    open.add(peer);
    socket.closeHandler(closed -> open.remove(peer));
    socket.exceptionHandler(cut -> {});
    socket.textMessageHandler(
        text -> {
          arrived(Arrival.Kind.COMMAND, number, text);
          script.received(peer, text);
        });
    script.connected(peer);
  }

  private void arrived(Arrival.Kind kind, int connection, String text) {
    arrivals.add(new Arrival(kind, connection, System.nanoTime(), text));
    if (kind != Arrival.Kind.COMMAND) {
      open.stream().filter(peer -> peer.number() == connection).forEach(script::controlFrame);
    }
  }

  /** Sends a quote to the connections that are subscribed to it; the frame. */
  public String quote(String symbol, String bid, String ask) {
    String frame = frame(symbol, bid, ask);
    send(symbol, frame);
    return frame;
  }

  /** The next quote, without sending it. */
  public String frame(String symbol, String bid, String ask) {
    return script.quote(
        new SimulatedQuote(
            symbol,
            bid,
            ask,
            quotes.incrementAndGet(),
            clock.instant().plus(skew).truncatedTo(ChronoUnit.MICROS),
            status));
  }

  /** Sends frames of quotes, in this order: repeated and late ones, too. */
  public void send(String symbol, String... frames) {
    stream(script.stream(symbol), frames);
  }

  /** Sends frames of any stream to the connections that are subscribed to it. */
  public void stream(String stream, String... frames) {
    onLoop(
        () -> {
          for (Peer peer : open) {
            if (peer.streams().contains(stream)) {
              List.of(frames).forEach(frame -> peer.send(script.framed(peer, stream, frame)));
            }
          }
          return Future.succeededFuture();
        });
  }

  /** Sends a frame of each stream to the connections that are subscribed to it. */
  public void streams(Map<String, String> frames) {
    onLoop(
        () -> {
          for (Peer peer : open) {
            frames.forEach(
                (stream, frame) -> {
                  if (peer.streams().contains(stream)) {
                    peer.send(script.framed(peer, stream, frame));
                  }
                });
          }
          return Future.succeededFuture();
        });
  }

  /** Sends a frame to all connections, such as an error or a heartbeat. */
  public void broadcast(String frame) {
    eachPeer(peer -> peer.send(frame));
  }

  /** Sends many quotes at once, with different prices. */
  public void burst(String symbol, int count) {
    String[] frames = new String[count];
    for (int i = 0; i < count; i++) {
      frames[i] = frame(symbol, "1." + (100_000 + i), "2");
    }
    send(symbol, frames);
  }

  /** The status of the market in later quotes. */
  public void status(String later) {
    status = later;
  }

  /** The distance of the exchange's clock from ours, in later quotes. */
  public void skew(Duration ahead) {
    skew = ahead;
  }

  /** Answers later handshakes with this status of HTTP. */
  public void refuse(int httpStatus) {
    handshakes.refuse(httpStatus);
  }

  public void accept() {
    handshakes.accept();
  }

  /** Answers no later handshake until {@link #resume}. */
  public void delay() {
    handshakes.delay();
  }

  /** Answers the handshakes that wait. */
  public void resume() {
    handshakes.resume();
  }

  /** Closes the connections without a close frame. */
  public void cut() {
    eachPeer(peer -> peer.line().cut());
  }

  public void close(int code, String reason) {
    eachPeer(peer -> peer.close(code, reason));
  }

  /** The present connections stay open, and neither side hears the other. */
  public void halfOpen() {
    eachPeer(peer -> peer.line().halfOpen());
  }

  /** Answers pings late, also those of later connections. */
  public void delayPongs(Duration delay) {
    onLoop(
        () -> {
          pongDelay = delay;
          open.forEach(peer -> peer.line().pongDelay(delay));
          return Future.succeededFuture();
        });
  }

  /** Answers no pings, also those of later connections. */
  public void stopPongs() {
    delayPongs(Line.NEVER);
  }

  public void ping() {
    eachPeer(Peer::ping);
  }

  private void eachPeer(Consumer<Peer> action) {
    onLoop(
        () -> {
          List.copyOf(open).forEach(action);
          return Future.succeededFuture();
        });
  }

  /** The number of connections that it has accepted. */
  public int connections() {
    return connections;
  }

  /** The number of connections that are open. */
  public int open() {
    return open.size();
  }

  /** The number of handshakes that it has refused on request. */
  public int refused() {
    return handshakes.refused();
  }

  /** What it has received, oldest first. */
  public List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  public List<String> commands() {
    return arrivals.stream()
        .filter(arrival -> arrival.kind() == Arrival.Kind.COMMAND)
        .map(Arrival::text)
        .toList();
  }

  public long count(Arrival.Kind kind) {
    return arrivals.stream().filter(arrival -> arrival.kind() == kind).count();
  }

  /** Whether a connection is subscribed to the quotes of a symbol. */
  public boolean isSubscribed(String symbol) {
    return subscriptions().contains(script.stream(symbol));
  }

  /** The streams of all connections. */
  public Set<String> subscriptions() {
    return onLoop(
        () ->
            Future.succeededFuture(
                open.stream()
                    .flatMap(peer -> peer.streams().stream())
                    .collect(Collectors.toUnmodifiableSet())));
  }

  private <T> T onLoop(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(on -> action.get().onComplete(done));
    try {
      return done.future().await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    onLoop(server::close);
  }
}
