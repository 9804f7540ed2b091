package dev.tickgate.testing;

import dev.tickgate.bus.Bus;
import dev.tickgate.gateway.Fanout;
import dev.tickgate.gateway.FanoutVerticle;
import dev.tickgate.gateway.GatewaySettings;
import dev.tickgate.gateway.GatewayVerticle;
import dev.tickgate.gateway.IntakeMetrics;
import dev.tickgate.gateway.JournalPages;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.stream.Topic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway node on a bus of its own, with a leader that a test commands. */
public final class GatewayHarness implements AutoCloseable {
  public static final Topic TOPIC = new Topic("ticks.USD_JPY");

  public final Vertx vertx = Vertx.vertx();
  public final FakeLeader leader;
  public final FanoutVerticle intake;
  private final int port;

  public GatewayHarness(int instances, int history, Duration heartbeat) {
    Bus bus = new Bus(vertx);
    leader = new FakeLeader(bus, TOPIC, 7);
    HubSettings hub = new HubSettings(history, 1 << 20, 100, heartbeat);
    Map<String, Topic> streams = Map.of("ticker_usd_jpy", TOPIC);
    GatewaySettings settings =
        new GatewaySettings(
            "127.0.0.1",
            0,
            instances,
            hub,
            Duration.ofSeconds(1),
            streams,
            Map.of("USD_JPY", TOPIC));
    Fanout fanout = new Fanout();
    JournalPages pages = new JournalPages(vertx, bus);
    List<GatewayVerticle> gateways = new CopyOnWriteArrayList<>();
    await(
        vertx.deployVerticle(
            () -> {
              GatewayVerticle gateway =
                  new GatewayVerticle(settings, fanout, pages, HubMetrics.NONE);
              gateways.add(gateway);
              return gateway;
            },
            new DeploymentOptions().setInstances(instances)));
    intake = new FanoutVerticle(streams.values(), bus, fanout, history, IntakeMetrics.NONE);
    await(vertx.deployVerticle(intake));
    port = gateways.get(0).port();
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
