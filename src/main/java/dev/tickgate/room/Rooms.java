package dev.tickgate.room;

import dev.tickgate.access.Principal;
import dev.tickgate.bus.Bus;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import dev.tickgate.publish.Publisher;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Creates the parts of rooms on one node. */
public final class Rooms {
  // Limits an answer of the leader to about 100 KB.
  private static final int ROOMS_TOGETHER = 20;

  private Rooms() {}

  /** The types of commands, each with a schema. */
  public static Set<String> commandTypes() {
    return MessageSchemas.packed("room-command").types();
  }

  /** The types of events that have a schema. */
  public static Set<String> eventTypes() {
    return MessageSchemas.packed("room-event").types();
  }

  /** The tables that a poller needs in the coordination database where rooms are enabled. */
  public static Schema schema() {
    return RoomTables.SCHEMA;
  }

  /** Creates the tables. */
  public static Future<Void> migrate(Pool pool) {
    return new RoomTables(pool).migrate();
  }

  /**
   * Creates the verticle of the feed of presence, whose tables must exist. One process of the
   * cluster leads the feed.
   *
   * @param pool of the coordination database
   * @param publisher creates the publisher of events in rooms for a Vert.x instance
   */
  public static LeaderVerticle verticle(
      Pool pool,
      Coordination coordination,
      Bus bus,
      Function<Vertx, Publisher> publisher,
      Owner owner,
      LeadershipMetrics leadership,
      InstantSource clock) {
    return new LeaderVerticle(
        FeedIdentity.inMemory(RoomSettings.FEED, "presence", "tickgate." + RoomSettings.FEED),
        FeedSettings.DEFAULT,
        coordination,
        bus,
        owner,
        leadership,
        vertx ->
            new SourceFactory() {
              @Override
              public List<Source> create(Term term) {
                return List.of(
                    new PresenceSource(
                        vertx,
                        bus,
                        new RoomTables(pool),
                        publisher.apply(vertx),
                        clock,
                        UUID::randomUUID));
              }

              @Override
              public Future<Void> rehearse(Sequencer rehearsal) {
                return Future.succeededFuture();
              }
            });
  }

  /**
   * Creates the commands and the HTTP API of rooms on each event loop.
   *
   * @param pool of the coordination database
   * @param admins the principals that may remove members of every room
   */
  public static MountFactory mount(
      RoomSettings settings,
      Pool pool,
      Presence presence,
      Publisher publisher,
      RoomMetrics metrics,
      Predicate<Principal> admins) {
    RoomTables tables = new RoomTables(pool);
    MessageSchemas commandSchemas = MessageSchemas.packed("room-command");
    Map<String, MessageSchemas> schemas =
        Map.of(
            "room-command",
            commandSchemas,
            "room-answer",
            MessageSchemas.packed("room-answer"),
            "room-event",
            MessageSchemas.packed("room-event"));
    return parts -> {
      RoomRights rights = new RoomRights(tables, settings);
      Attendance attendance = new Attendance(parts.hub(), rights, presence);
      RoomCommands commands =
          new RoomCommands(
              parts.vertx(),
              parts.hub(),
              commandSchemas,
              rights,
              attendance,
              new GatheredQuestions<>(presence::of, ROOMS_TOGETHER),
              new Inbox(parts.hub(), tables, settings.offline()),
              publisher,
              metrics);
      parts.commands().add(commands);
      parts.gates().add(commands);
      parts.vertx().setPeriodic(Attendance.LOOK_MS, now -> attendance.look());
      return new RoomsApi(schemas, tables, rights, presence, admins, parts.identify());
    };
  }
}
