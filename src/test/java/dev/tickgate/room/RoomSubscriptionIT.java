package dev.tickgate.room;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.bus.Bus;
import dev.tickgate.endpoint.TopicGate.Admission;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that subscribe to the topic of a room without joining it. */
class RoomSubscriptionIT {
  private static final Room ROOM = new Room("42");
  private static final Principal SEVEN = new Principal("7", Map.of(), Credential.NONE);
  private static final RoomSettings SETTINGS =
      new RoomSettings(
          RoomSettings.Permissions.OPEN,
          "rooms",
          new RoomSettings.Offline(Duration.ofDays(1), 10, false));

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final RoomTables tables = new RoomTables(database.pool());
  private final RoomRights rights = new RoomRights(tables, SETTINGS);
  private final Hub hub =
      new Hub(
          new HubSettings(TestRoutes.of(1, "room.*"), 10, 1 << 20, 10, Duration.ofSeconds(30)),
          AccessPolicy.of(AccessPolicy.open("ticks.*")),
          (topic, position, limit) -> Future.failedFuture("no leader"),
          HubMetrics.NONE,
          InstantSource.system(),
          System::nanoTime,
          new Random(1),
          (millis, task) -> {});
  private final Attendance attendance =
      new Attendance(hub, rights, new Presence(new Bus(vertx), "node"));
  private final RoomCommands commands =
      new RoomCommands(
          vertx,
          hub,
          MessageSchemas.packed("room-command"),
          rights,
          attendance,
          new GatheredQuestions<>(rooms -> Future.failedFuture("no leader"), 1),
          new Inbox(hub, tables, SETTINGS.offline()),
          null,
          (command, refused) -> {});

  @BeforeEach
  void createTables() {
    await(tables.migrate());
  }

  @Test
  void aKickAfterTheCheckOfASubscriptionEndsIt() {
    Member member = new Member(ROOM, "7");
    // A former kick does not count.
    await(tables.exclude(member, false));
    Session session = session();

    subscribe(session, admission());
    await(attendance.look());
    assertThat(hub.hears(session, ROOM.topic())).isTrue();

    Session late = session();
    Admission admission = admission();
    await(tables.exclude(member, false));
    subscribe(late, admission);
    await(attendance.look());
    assertThat(hub.hears(late, ROOM.topic())).isFalse();
  }

  private Admission admission() {
    return await(commands.admission(SEVEN, ROOM.topic())).orElseThrow();
  }

  private void subscribe(Session session, Admission admission) {
    admission.grant(session);
    hub.subscribe(
        session, new Command.Subscribe(ROOM.topic(), Optional.empty(), Pace.UNLIMITED), true);
    assertThat(hub.hears(session, ROOM.topic())).isTrue();
  }

  private Session session() {
    return hub.sessions().open(SEVEN, Format.BRIDGE_SOCKJS_FALLBACK, opened -> transport());
  }

  /** Accepts each message. */
  private static Transport transport() {
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (self, method, arguments) ->
                method.getReturnType() == boolean.class
                    ? Boolean.TRUE
                    : method.getReturnType() == void.class ? null : 0);
  }
}
