package dev.tickgate.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBusOptions;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a process to the Hazelcast cluster and to the event bus, by its settings. */
final class ClusterJoin {
  /** The longest time that a start takes where every address answers. */
  static final Duration SLOW = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(ClusterJoin.class);
  private static final int PATIENCE_MS = 5_000;

  private ClusterJoin() {}

  /** Joins or founds the cluster. Blocking. */
  static HazelcastInstance join(ClusterSettings settings, String nodeId) throws IOException {
    String host = OwnAddress.of(settings.host());
    // Otherwise the messages that Hazelcast logs before it has read its configuration would go to
    // java.util.logging, such as the warning that modules of the JVM are not open to it.
    System.setProperty("hazelcast.logging.type", "slf4j");
    Config config = HazelcastSetup.config(settings, host, nodeId);
    try {
      HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(config);
      HazelcastSetup.joined(config, settings);
      return hazelcast;
    } catch (HazelcastException e) {
      if (String.valueOf(e.getMessage()).contains("already in use")) {
        throw portTaken("cluster.port", settings.port(), e);
      }
      throw e;
    }
  }

  /**
   * Logs that a start waits, because operators see no other sign of it.
   *
   * @param patience the time after which it is logged
   */
  static <T> Future<T> watched(Future<T> joining, ClusterSettings settings, Duration patience) {
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!joining.isComplete()) {
                LOG.atWarn()
                    .addKeyValue("port", settings.port())
                    .addKeyValue("discovery", settings.discovery())
                    .addKeyValue(
                        "hint",
                        "a program that accepts connections and does not answer listens at one of"
                            + " these addresses, or on one of the nine ports after cluster.port")
                    .log("cluster.join_slow");
              }
            });
    return joining;
  }

  static EventBusOptions eventBus(ClusterSettings settings, HazelcastInstance hazelcast) {
    EventBusOptions options = new EventBusOptions();
    String host = hazelcast.getConfig().getProperty(HazelcastSetup.OWN_HOST);
    // The address to which Hazelcast is bound, and never the first interface that Vert.x would
    // find.
    options.setHost(host).setPort(settings.busPort());
    settings.publicHost().ifPresent(options::setClusterPublicHost);
    settings.busTls().ifPresent(tls -> tls.into(options));
    // The defaults are 60 s and 20 s + 20 s, for which messages to a failed node would accumulate.
    options.setConnectTimeout(PATIENCE_MS);
    options.setClusterPingInterval(PATIENCE_MS);
    options.setClusterPingReplyInterval(PATIENCE_MS);
    return options;
  }

  /** Returns the failure of a start of Vert.x, which names the setting where a port is in use. */
  static Throwable busFailure(ClusterSettings settings, Throwable failure) {
    return String.valueOf(failure.getMessage()).contains("already in use")
        ? portTaken("cluster.busPort", settings.busPort(), failure)
        : failure;
  }

  private static BindException portTaken(String key, int port, Throwable cause) {
    BindException taken =
        new BindException(
            "%s %d is in use; choose another, or stop what uses it".formatted(key, port));
    taken.initCause(cause);
    return taken;
  }
}
