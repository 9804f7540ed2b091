package dev.tickgate.hub;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A hub whose topics are known from their first publication on, and its clients. */
final class HubFixture {
  static final Topic USD_JPY = new Topic("ticks.USD_JPY");
  static final Topic EUR_USD = new Topic("ticks.EUR_USD");
  static final Topic GBP_USD = new Topic("ticks.GBP_USD");
  private static final long EPOCH = 7;

  final ManualScheduler alarms = new ManualScheduler();
  final Hub hub;
  final List<CloseCode> ended = new ArrayList<>();
  int failed;
  long skipped;
  // Bytes that wait for clients.
  long waiting;
  // Each resumption, and whether it was complete.
  final List<Boolean> resumed = new ArrayList<>();
  private final Map<Topic, Position> heads = new HashMap<>();

  HubFixture() {
    this(TestRoutes.of(10, USD_JPY.name(), EUR_USD.name(), GBP_USD.name(), "ticks.*"));
  }

  HubFixture(SessionTraces traces) {
    this(TestRoutes.of(10, USD_JPY.name(), EUR_USD.name(), GBP_USD.name(), "ticks.*"), traces);
  }

  HubFixture(TopicRoutes routes) {
    this(routes, SessionTraces.NONE);
  }

  private HubFixture(TopicRoutes routes, SessionTraces traces) {
    hub =
        new Hub(
            new HubSettings(routes, 10, 1 << 20, 10, Duration.ofSeconds(30)),
            AccessPolicy.of(AccessPolicy.open("ticks.*")),
            (topic, position, limit) -> Future.failedFuture("nobody leads"),
            metrics(traces),
            InstantSource.fixed(Instant.parse("2026-02-16T13:05:10.123Z")),
            alarms::nanos,
            new Random(1),
            alarms::add);
    for (Topic topic : List.of(USD_JPY, EUR_USD, GBP_USD)) {
      heads.put(topic, new Position(EPOCH, 0));
      hub.fill(topic, heads.get(topic), List.of());
    }
  }

  private HubMetrics metrics(SessionTraces traces) {
    return new HubMetrics() {
      @Override
      public SessionTraces traces() {
        return traces;
      }

      @Override
      public void waiting(long bytes) {
        waiting += bytes;
      }

      @Override
      public void ended(CloseCode code) {
        ended.add(code);
      }

      @Override
      public void skipped(long publications) {
        skipped += publications;
      }

      @Override
      public void resumed(boolean recovered) {
        resumed.add(recovered);
      }

      @Override
      public void failed() {
        failed++;
      }
    };
  }

  /** A client of the plain wire, whose frames can be read here. */
  final class Client {
    final FakeTransport transport = new FakeTransport();
    final Session session;

    Client() {
      this(Format.BRIDGE_SOCKJS_FALLBACK);
    }

    Client(Format format) {
      session = hub.sessions().open(Principal.ANYBODY, format, opened -> transport);
    }

    void hear(Topic... topics) {
      for (Topic topic : topics) {
        hear(topic, Pace.UNLIMITED);
      }
    }

    void hear(Topic topic, Pace pace) {
      hub.subscribe(session, new Command.Subscribe(topic, Optional.empty(), pace), false);
    }

    /**
     * The offsets of what has left, as {@code USD_JPY.3}; with what they skipped behind a minus.
     */
    List<String> heard() {
      return transport.sent.stream().map(Client::read).toList();
    }

    private static String read(String sent) {
      JsonObject message = new JsonObject(sent);
      JsonObject body = message.getJsonObject("body");
      String symbol = message.getString("address").substring("ticks.".length());
      String at = symbol + "." + body.getLong("offset");
      return body.containsKey("skipped") ? at + "-" + body.getLong("skipped") : at;
    }
  }

  Client client(Topic... topics) {
    Client client = new Client();
    client.hear(topics);
    return client;
  }

  /** Publishes the next one; it leaves with the turn. */
  void publish(Topic topic) {
    Position next = heads.get(topic).next();
    heads.put(topic, next);
    hub.publish(Publication.at(topic, next, "{\"bid\":1}"));
  }

  /** Continuity is lost: another epoch begins with one publication. */
  void startAnew(Topic topic) {
    Position first = new Position(heads.get(topic).epoch() + 1, 1);
    heads.put(topic, first);
    hub.fill(topic, first, List.of(Publication.at(topic, first, "{\"bid\":1}")));
    hub.flush();
  }

  /** A turn of its own. */
  void turn(Topic... topics) {
    for (Topic topic : topics) {
      publish(topic);
    }
    hub.flush();
  }
}
