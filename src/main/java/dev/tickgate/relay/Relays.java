package dev.tickgate.relay;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.JournalReader;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import dev.tickgate.publish.Publisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The relays of one node; one node of the cluster leads each relay and runs it.
 *
 * @param leadership the metrics of the leadership of a relay, by its name
 * @param metrics the metrics of a part, by its name; each leadership uses the same ones
 * @param keys supplies unique keys
 */
public record Relays(
    Coordination coordination,
    FeedSettings feeds,
    Bus bus,
    Owner owner,
    Publisher publisher,
    Function<String, LeadershipMetrics> leadership,
    Function<String, RelayMetrics> metrics,
    InstantSource clock,
    LongSupplier nanos,
    Supplier<String> keys) {
  static final String KAFKA = "kafka";
  static final String REDIS = "redis";

  /**
   * Creates the relay with Kafka.
   *
   * @param journals the feeds whose publications may be sent
   */
  public LeaderVerticle kafka(RelaySettings.Kafka settings, List<String> journals) {
    return verticle(KAFKA, vertx -> kafkaParts(vertx, settings, journals));
  }

  private List<RelayPart> kafkaParts(
      Vertx vertx, RelaySettings.Kafka settings, List<String> journals) {
    List<RelayPart> parts = new ArrayList<>();
    if (!settings.in().isEmpty()) {
      RelayReport report = report(KAFKA, "in");
      InboundPublisher inbound = new InboundPublisher(vertx, publisher, report);
      parts.add(new KafkaIn(settings, inbound, report, vertx.getOrCreateContext(), nanos));
    }
    if (!settings.out().isEmpty()) {
      for (String feed : journals) {
        JournalReader journal = new JournalReader(coordination.pool(), feed);
        parts.add(new KafkaOut(settings, journal, report(KAFKA, "out." + feed), nanos));
      }
    }
    return parts;
  }

  /**
   * Creates the relay with Redis.
   *
   * @param journals the feeds whose publications may be sent
   */
  public LeaderVerticle redis(RelaySettings.Redis settings, List<String> journals) {
    return verticle(REDIS, vertx -> redisParts(vertx, settings, journals));
  }

  private List<RelayPart> redisParts(
      Vertx vertx, RelaySettings.Redis settings, List<String> journals) {
    List<RelayPart> parts = new ArrayList<>();
    if (!settings.pattern().isEmpty()) {
      RelayReport report = report(REDIS, "pubsub");
      InboundPublisher inbound = new InboundPublisher(vertx, publisher, report);
      parts.add(new RedisPubSub(vertx, settings, inbound, report, keys));
    }
    if (!settings.in().isEmpty()) {
      RelayReport report = report(REDIS, "in");
      InboundPublisher inbound = new InboundPublisher(vertx, publisher, report);
      parts.add(new RedisIn(vertx, settings, inbound, report));
    }
    if (!settings.out().isEmpty()) {
      for (String feed : journals) {
        JournalReader journal = new JournalReader(coordination.pool(), feed);
        parts.add(new RedisOut(vertx, settings, journal, report(REDIS, "out." + feed)));
      }
    }
    return parts;
  }

  private RelayReport report(String relay, String part) {
    return new RelayReport(relay, part, metrics.apply(relay + "." + part), clock);
  }

  private LeaderVerticle verticle(String name, Function<Vertx, List<RelayPart>> parts) {
    FeedIdentity identity =
        FeedIdentity.inMemory("relay." + name, "relay", "tickgate.relay." + name);
    return new LeaderVerticle(
        identity,
        feeds,
        coordination,
        bus,
        owner,
        leadership.apply(identity.name()),
        vertx ->
            new SourceFactory() {
              @Override
              public List<Source> create(Term term) {
                return List.of(new RelaySource(bus, name, parts.apply(vertx)));
              }

              // A standby connects to no other system: its clients would end those of the leader.
              @Override
              public Future<Void> rehearse(Sequencer rehearsal) {
                return Future.succeededFuture();
              }
            });
  }
}
