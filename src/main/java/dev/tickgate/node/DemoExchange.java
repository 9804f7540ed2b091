package dev.tickgate.node;

import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.demo.SimulatedExchange;
import dev.tickgate.exchange.ExchangeSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** The simulated exchange of a node that runs the demo. It stops with the node's Vert.x. */
public final class DemoExchange {
  private DemoExchange() {}

  /**
   * Starts the exchange where it is configured and this process has the role exchange.
   *
   * @return the configuration with its address
   */
  public static Future<Config> start(Vertx vertx, Config config) {
    if (!config.demo().onExchange() || !config.roles().contains(Role.EXCHANGE)) {
      return Future.succeededFuture(config);
    }
    SimulatedExchange exchange =
        new SimulatedExchange(
            InstantSource.system(), System::nanoTime, RandomGenerator.getDefault());
    return vertx
        .deployVerticle(exchange)
        .map(deployed -> config.withExchanges(at(exchange, config)));
  }

  private static List<ExchangeSettings> at(SimulatedExchange exchange, Config config) {
    return config.exchanges().stream()
        .map(settings -> settings.isSimulated() ? settings.at(exchange.url()) : settings)
        .toList();
  }
}
