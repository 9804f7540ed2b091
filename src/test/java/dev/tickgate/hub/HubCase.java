package dev.tickgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/** A hub with one client and a journal that a test commands. */
abstract class HubCase {
  static final Topic TOPIC = new Topic("ticks.USD_JPY");
  static final Topic OTHER = new Topic("ticks.EUR_USD");
  static final Topic SECRET = new Topic("user.7");
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-16T13:05:10.123Z"));
  static final int HISTORY = 10;

  final List<Position> asked = new ArrayList<>();
  Promise<ReplaySource.Page> archived = Promise.promise();
  final ManualScheduler alarms = new ManualScheduler();
  final Hub hub = hub(TestRoutes.of(HISTORY, TOPIC, OTHER));
  final FakeTransport client = new FakeTransport();
  // The fallback format adds nothing to the bridge's envelope, and can be read here.
  final Session session =
      hub.sessions().open(Principal.ANYBODY, Format.BRIDGE_SOCKJS_FALLBACK, opened -> client);

  Hub hub(TopicRoutes routes) {
    return new Hub(
        new HubSettings(routes, HISTORY, 200, 2, Duration.ofSeconds(30)),
        AccessPolicy.of(AccessPolicy.open(TOPIC.name()), AccessPolicy.open(OTHER.name())),
        this::replaySource,
        HubMetrics.NONE,
        CLOCK,
        alarms::nanos,
        new Random(1),
        alarms::add);
  }

  static String id(String event) {
    return event.substring("id: ".length(), event.indexOf('\n'));
  }

  Future<ReplaySource.Page> replaySource(Topic topic, Position position, int limit) {
    asked.add(position);
    return archived.future();
  }

  /** After so many messages the client got the news of epoch 8, and its newest publication. */
  void assertNewEpochIsTold(int before, long newest) {
    assertThat(client.sent).hasSize(before + 2);
    assertThat(client.sent.get(before)).contains("\"recovered\":false").contains("\"epoch\":8");
    assertThat(client.sent.get(before + 1)).contains("\"epoch\":8,\"offset\":" + newest);
  }

  void round() {
    for (int i = 0; i < 25; i++) {
      hub.tickAlive();
    }
  }

  void fill(long... offsets) {
    List<Publication> ticks = LongStream.of(offsets).mapToObj(offset -> tick(7, offset)).toList();
    hub.fill(TOPIC, ticks.get(ticks.size() - 1).position(), ticks);
    hub.flush();
  }

  void publish(long offset) {
    hub.publish(tick(7, offset));
    hub.flush();
  }

  void subscribe(Optional<Position> since) {
    hub.subscribe(session, command(TOPIC, since), true);
    hub.flush();
  }

  static Command.Subscribe command(Topic topic, Optional<Position> since) {
    return new Command.Subscribe(topic, since, Pace.UNLIMITED);
  }

  static Optional<Position> at(long offset) {
    return Optional.of(new Position(7, offset));
  }

  static Publication tick(long epoch, long offset) {
    return tick(TOPIC, epoch, offset);
  }

  static Publication tick(Topic topic, long epoch, long offset) {
    return Publication.at(topic, new Position(epoch, offset), "{\"bid\":1}");
  }

  static ReplaySource.Page page(long head, Publication... publications) {
    return page(head, List.of(publications));
  }

  static ReplaySource.Page page(long head, List<Publication> publications) {
    return new ReplaySource.Page(new Position(7, head), true, publications);
  }

  static String rec(long offset) {
    return "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":{\"bid\":1,\"epoch\":7,\"offset\":"
        + offset
        + "}}";
  }

  static String snapshot(long offset) {
    String rec = rec(offset);
    return rec.substring(0, rec.length() - 1) + ",\"headers\":{\"snapshot\":\"true\"}}";
  }

  static String subscribed(long head, boolean recovered, long replayed) {
    return "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":{\"type\":\"subscribed\","
        + "\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":"
        + head
        + ",\"recovered\":"
        + recovered
        + ",\"replayed\":"
        + replayed
        + "}}";
  }
}
