package dev.tickgate.room;

import dev.tickgate.bus.Bus;
import dev.tickgate.replica.DemandReports;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The members that are in rooms on this node, over all its event loops. Reports them to the leader
 * of presence, and asks it for the members of rooms. Any event loop may call it.
 */
public final class Presence extends VerticleBase {
  private static final long TICK_MS = 1_000;
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Bus bus;
  private final DemandReports reports;
  // The number of sessions of each member on this node; confined to the verticle's loop.
  private final Map<Member, Integer> sessions = new HashMap<>();

  /**
   * @param node the name that the cluster reports when this node leaves
   */
  public Presence(Bus bus, String node) {
    this.bus = bus;
    this.reports = new DemandReports(RoomSettings.FEED, node, bus);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(TICK_MS, now -> reports.tick());
    return bus.hearFeed(RoomSettings.FEED, reports::heard);
  }

  /** Counts a session that has joined. */
  void joined(Member member) {
    context.runOnContext(
        turn -> {
          if (sessions.merge(member, 1, Integer::sum) == 1) {
            reports.wanted(member.topic());
          }
        });
  }

  /** Removes a session that has ended; its user may connect again within the grace period. */
  void ended(Member member) {
    context.runOnContext(turn -> less(member, reports::unwanted));
  }

  /** Removes a session that has left its room. */
  void left(Member member) {
    context.runOnContext(turn -> less(member, reports::abandoned));
  }

  private void less(Member member, Consumer<Topic> report) {
    if (sessions.computeIfPresent(member, (same, count) -> count == 1 ? null : count - 1) == null) {
      report.accept(member.topic());
    }
  }

  /** The message with the members of a room; fails where no leader answers in time. */
  Future<JsonObject> of(Room room) {
    return of(List.of(room)).map(answers -> answers.get(0));
  }

  /** The messages with the members of several rooms, in the order of the rooms. */
  Future<List<JsonObject>> of(List<Room> rooms) {
    List<String> names = rooms.stream().map(Room::name).toList();
    return bus.nodes()
        .ask(PresenceSource.QUESTION, new JsonObject().put("rooms", names), ANSWER)
        .map(answer -> answer.getJsonArray("rooms").stream().map(JsonObject.class::cast).toList());
  }
}
