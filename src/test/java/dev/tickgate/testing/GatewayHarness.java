package dev.tickgate.testing;

import dev.tickgate.auth.Identities;
import dev.tickgate.bus.Bus;
import dev.tickgate.gateway.Census;
import dev.tickgate.gateway.EdgeSettings;
import dev.tickgate.gateway.Fanout;
import dev.tickgate.gateway.FanoutVerticle;
import dev.tickgate.gateway.GatewayMetrics;
import dev.tickgate.gateway.GatewaySettings;
import dev.tickgate.gateway.GatewayVerticle;
import dev.tickgate.gateway.Instrument;
import dev.tickgate.gateway.JournalPages;
import dev.tickgate.gateway.JournalSamplesCache;
import dev.tickgate.gateway.Limit;
import dev.tickgate.gateway.Limits;
import dev.tickgate.gateway.LineSource;
import dev.tickgate.gateway.Origins;
import dev.tickgate.gateway.Proxies;
import dev.tickgate.gateway.SockJsHomes;
import dev.tickgate.hub.Access;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.market.Display;
import dev.tickgate.stream.Topic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A gateway node on a bus of its own, with a leader that a test commands. */
public final class GatewayHarness implements AutoCloseable {
  public static final Topic TOPIC = new Topic("ticks.USD_JPY");

  public static final Limits LIMITS =
      new Limits(
          0,
          0,
          0,
          0,
          0,
          0,
          64 << 20,
          64 << 10,
          100,
          1000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  private static final EdgeSettings NOBODY = edge(List.of(), List.of());

  public final Vertx vertx = Vertx.vertx();
  public final FakeLeader leader;
  public final FanoutVerticle intake;

  /** What clients ran into. */
  public final Reached reached = new Reached();

  public final StaleTopics stale = new StaleTopics();

  public final Bus bus;
  public final Fanout fanout;

  /** Of the connections. */
  public final Census census;

  private final int port;

  /** As the product is delivered, but for what is given. */
  public GatewayHarness(int instances, int history, Duration heartbeat) {
    this(instances, history, heartbeat, LIMITS, false);
  }

  /**
   * @param echo whether the mounts of the diagnostics are there
   */
  public GatewayHarness(
      int instances, int history, Duration heartbeat, Limits limits, boolean echo) {
    this(instances, history, heartbeat, limits, echo, 100);
  }

  /**
   * @param subscriptions topics per session
   */
  public GatewayHarness(
      int instances,
      int history,
      Duration heartbeat,
      Limits limits,
      boolean echo,
      int subscriptions) {
    this(instances, history, heartbeat, limits, echo, subscriptions, NOBODY);
  }

  /**
   * @param edge whom it listens to
   */
  public GatewayHarness(
      int instances,
      int history,
      Duration heartbeat,
      Limits limits,
      boolean echo,
      int subscriptions,
      EdgeSettings edge) {
    this(
        instances,
        new HubSettings(history, 1 << 20, subscriptions, heartbeat),
        limits,
        echo,
        edge,
        Access.of(Access.open("ticks.*"), Access.open("bench"), Access.open("bench.*")),
        harness -> Identities.NONE);
  }

  /**
   * One that knows its clients.
   *
   * @param identities of the bus and the hubs of this node
   */
  public GatewayHarness(
      Limits limits, Access access, Function<GatewayHarness, Identities> identities) {
    this(
        2,
        new HubSettings(100, 1 << 20, 100, Duration.ofSeconds(30)),
        limits,
        false,
        NOBODY,
        access,
        identities);
  }

  private GatewayHarness(
      int instances,
      HubSettings hub,
      Limits limits,
      boolean echo,
      EdgeSettings edge,
      Access access,
      Function<GatewayHarness, Identities> identities) {
    bus = new Bus(vertx);
    leader = new FakeLeader(bus, TOPIC, 7);
    Map<String, Topic> streams = Map.of("ticker_usd_jpy", TOPIC);
    GatewaySettings settings =
        new GatewaySettings(
            "127.0.0.1",
            0,
            instances,
            // For those who ask for it.
            true,
            edge,
            hub,
            limits,
            echo,
            Duration.ofSeconds(1),
            Duration.ZERO,
            access,
            streams,
            List.of(new Instrument("USD_JPY", TOPIC, Display.DEFAULT, false)));
    fanout = new Fanout();
    census = new Census(limits);
    SockJsHomes homes = new SockJsHomes();
    JournalPages pages = new JournalPages(vertx, bus, System::nanoTime);
    JournalSamplesCache samples = new JournalSamplesCache(vertx, bus, InstantSource.system());
    Identities known = identities.apply(this);
    List<GatewayVerticle> gateways = new CopyOnWriteArrayList<>();
    await(
        vertx.deployVerticle(
            () -> {
              GatewayVerticle gateway =
                  new GatewayVerticle(
                      settings, fanout, pages, samples, census, homes, reached, known);
              gateways.add(gateway);
              return gateway;
            },
            new DeploymentOptions().setInstances(instances)));
    intake = new FanoutVerticle(streams.values(), bus, fanout, hub.history(), stale);
    await(vertx.deployVerticle(intake));
    port = gateways.get(0).port();
  }

  /** Plain HTTP, from those origins and proxies. */
  public static EdgeSettings edge(List<String> origins, List<String> proxies) {
    return new EdgeSettings(Origins.of(origins), Proxies.of(proxies), false, Optional.empty());
  }

  /** Opens the source for measurements; its port. */
  public int openSource() {
    LineSource source = new LineSource(0, fanout, InstantSource.system());
    await(vertx.deployVerticle(source));
    return source.port();
  }

  /** Counts by name; every loop writes. */
  public static final class Reached implements GatewayMetrics {
    private final Map<Limit, Integer> counts = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    public int count(Limit limit) {
      return counts.getOrDefault(limit, 0);
    }

    @Override
    public void reached(Limit limit) {
      counts.merge(limit, 1, Integer::sum);
    }

    /** Sessions there are now. */
    public int open() {
      return open.get();
    }

    @Override
    public void opened() {
      open.incrementAndGet();
    }

    @Override
    public void closed() {
      open.decrementAndGet();
    }

    @Override
    public void delivered(int sessions) {}

    @Override
    public void skipped(long publications) {}

    @Override
    public void failed() {}

    @Override
    public void resumed(boolean recovered) {}
  }

  public int port() {
    return port;
  }

  /** The future's value; a failure, and what takes longer than 20 s, fails the test. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 20 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
