package dev.tickgate.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/** Connects to the other systems as relays do, and reports their state; changes nothing there. */
public final class RelayCheck {
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\S+)");
  private static final Duration KAFKA_ANSWER = Duration.ofSeconds(10);

  private RelayCheck() {}

  /**
   * The answer of the other system.
   *
   * @param server a sentence for operators, without a password
   * @param missing topics of Kafka that are named in the settings and do not exist
   */
  public record Found(String server, List<String> missing) {
    public Found {
      missing = List.copyOf(missing);
    }
  }

  /** Connects to Redis; fails where Redis does not answer, or rejects the user. */
  public static Future<Found> redis(Vertx vertx, RelaySettings.Redis settings) {
    Redis client = RedisClients.create(vertx, settings);
    Future<String> info =
        client
            .connect()
            .compose(connection -> connection.send(Request.cmd(Command.INFO).arg("server")))
            .map(String::valueOf);
    return RedisLoop.inTime(info)
        .map(text -> new Found(describe(settings, text), List.of()))
        .eventually(client::close);
  }

  /** Returns the host and port of a Redis, without user and password. */
  public static String address(RelaySettings.Redis settings) {
    URI url = URI.create(settings.url());
    return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  private static String describe(RelaySettings.Redis settings, String info) {
    Matcher version = VERSION.matcher(info);
    return "Redis %s at %s, %s"
        .formatted(
            version.find() ? version.group(1) : "of an unknown version",
            address(settings),
            settings.url().startsWith("rediss:") ? "encrypted" : "not encrypted");
  }

  /** Connects to Kafka; fails where no broker answers, or a broker rejects the user. */
  public static Future<Found> kafka(Vertx vertx, RelaySettings.Kafka settings) {
    return vertx.executeBlocking(() -> kafka(settings));
  }

  private static Found kafka(RelaySettings.Kafka settings) throws Exception {
    try (KafkaBrokers brokers = new KafkaClients(settings).brokers()) {
      int count = brokers.check(KAFKA_ANSWER).size();
      String protocol = settings.client().getOrDefault("security.protocol", "PLAINTEXT");
      String server = "Kafka, %d broker%s, %s".formatted(count, count == 1 ? "" : "s", protocol);
      return new Found(server, missing(settings, brokers.topics()));
    } catch (KafkaUnreachable e) {
      throw new IOException(
          "no broker has answered for %d s".formatted(KAFKA_ANSWER.toSeconds()), e);
    } catch (KafkaException e) {
      throw new IOException(RelayThread.reason(e), e);
    }
  }

  private static List<String> missing(RelaySettings.Kafka settings, Set<String> existing) {
    Set<String> named = new TreeSet<>();
    settings.in().forEach(inlet -> named.add(inlet.from()));
    if (!settings.out().isEmpty()) {
      named.add(settings.target());
    }
    List<String> missing = new ArrayList<>(named);
    missing.removeAll(existing);
    return missing;
  }
}
