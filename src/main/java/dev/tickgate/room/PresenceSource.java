package dev.tickgate.room;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.DatabaseOutage;
import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.publish.Publisher;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the presence of all rooms during one leadership. Gateways report their members as wanted
 * topics. The source publishes {@code player_joined} and {@code player_left} in the rooms, each
 * once: before it publishes an event, it stores the change and the id for the key of the
 * publication. Confined to the leader's event loop.
 */
final class PresenceSource implements Source, DemandListener {
  /** The subject of questions for the members of rooms. */
  static final String QUESTION = "rooms.presence";

  private static final Logger LOG = LoggerFactory.getLogger(PresenceSource.class);
  // A user that loads its page again or connects to another gateway within this time does not
  // leave. The leader notices a failed node within a second; the node's members leave within five
  // seconds.
  private static final Duration GRACE = Duration.ofSeconds(3);
  // Gateways report to a new leader at once. A gateway that does not report within this time has no
  // members.
  private static final long SETTLE_MS = 2_500;
  private static final long AGAIN_MS = 1_000;
  private static final int TOGETHER = 500;

  private final Vertx vertx;
  private final Bus bus;
  private final RoomTables tables;
  private final Publisher publisher;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final Set<Member> present = new HashSet<>();
  private final Roster roster = new Roster();
  // Members for which an event may have to be published.
  private final Set<Member> changed = new LinkedHashSet<>();
  private SourceListener listener;
  private Future<Bus.Registration> registration = Future.failedFuture("not asked for");
  private Future<Void> turn = Future.succeededFuture();
  private boolean loaded;
  private boolean settled;
  private boolean stopped;

  PresenceSource(
      Vertx vertx,
      Bus bus,
      RoomTables tables,
      Publisher publisher,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.vertx = vertx;
    this.bus = bus;
    this.tables = tables;
    this.publisher = publisher;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public void start(Sequencer sequencer, SourceListener source) {
    listener = source;
    register();
    vertx.setTimer(SETTLE_MS, over -> settle());
    load();
  }

  private void register() {
    registration = bus.nodes().answer(QUESTION, this::answer);
    registration.onFailure(
        cause -> {
          LOG.atWarn().addKeyValue("reason", cause).log("rooms.registration_failed");
          later(this::register);
        });
  }

  private void load() {
    tables
        .stays()
        .onSuccess(
            all -> {
              all.forEach(roster::put);
              changed.addAll(all.keySet());
              loaded = true;
              listener.reads(Optional.empty());
              listener.proven();
              next();
            })
        .onFailure(
            failure -> {
              listener.reads(DatabaseOutage.problemBeside(failure));
              later(this::load);
            });
  }

  private void later(Runnable what) {
    vertx.setTimer(
        AGAIN_MS,
        now -> {
          if (!stopped) {
            what.run();
          }
        });
  }

  /** Ends the wait for reports: from now on a member is absent if no gateway has reported it. */
  private void settle() {
    settled = true;
    changed.addAll(roster.members());
    next();
  }

  @Override
  public Optional<DemandListener> demand() {
    return Optional.of(this);
  }

  @Override
  public Duration grace() {
    return GRACE;
  }

  @Override
  public void wanted(Topic topic) {
    Member.of(topic)
        .filter(present::add)
        .ifPresent(
            member -> {
              changed.add(member);
              next();
            });
  }

  @Override
  public void unwanted(Topic topic) {
    Member.of(topic)
        .filter(present::remove)
        .ifPresent(
            member -> {
              changed.add(member);
              next();
            });
  }

  /** Starts a turn unless one is running. Changes during a turn are part of a later one. */
  private void next() {
    if (!loaded || stopped || changed.isEmpty() || !turn.isComplete()) {
      return;
    }
    List<Member> members = take();
    turn =
        decide(members)
            .compose(decided -> tell(members))
            .onFailure(failure -> repeat(members, failure));
    turn.onSuccess(
        told -> {
          listener.reads(Optional.empty());
          next();
        });
  }

  private List<Member> take() {
    List<Member> members = new ArrayList<>();
    Iterator<Member> some = changed.iterator();
    while (some.hasNext() && members.size() < TOGETHER) {
      members.add(some.next());
      some.remove();
    }
    return members;
  }

  private void repeat(List<Member> members, Throwable failure) {
    listener.reads(DatabaseOutage.problemBeside(failure));
    changed.addAll(members);
    later(this::next);
  }

  /** Stores which members join and which leave. */
  private Future<Void> decide(List<Member> members) {
    Map<Member, UUID> come = new LinkedHashMap<>();
    Map<Member, Stay> go = new LinkedHashMap<>();
    for (Member member : members) {
      Stay stay = roster.of(member);
      boolean isPresent = present.contains(member);
      if (stay == null && isPresent) {
        come.put(member, ids.get());
      } else if (stay != null && stay.phase() == Stay.Phase.PRESENT && !isPresent && settled) {
        go.put(member, stay);
      }
    }
    if (come.isEmpty() && go.isEmpty()) {
      return Future.succeededFuture();
    }
    return tables
        .decide(come, go.values().stream().map(Stay::id).toList())
        .onSuccess(
            written -> {
              come.forEach((member, id) -> roster.put(member, new Stay(id, Stay.Phase.JOINING)));
              go.forEach((member, stay) -> roster.put(member, stay.in(Stay.Phase.LEAVING)));
            });
  }

  /** Publishes the changes in the rooms, then stores that they are published. */
  private Future<Void> tell(List<Member> members) {
    Map<Member, Stay> come = new LinkedHashMap<>();
    Map<Member, Stay> gone = new LinkedHashMap<>();
    List<Future<Void>> publications = new ArrayList<>();
    for (Member member : members) {
      Stay stay = roster.of(member);
      if (stay != null && stay.phase() != Stay.Phase.PRESENT) {
        Map<Member, Stay> told = stay.phase() == Stay.Phase.JOINING ? come : gone;
        publications.add(publish(member, stay).onSuccess(done -> told.put(member, stay)));
      }
    }
    if (publications.isEmpty()) {
      return Future.succeededFuture();
    }
    Future<?> all = Future.join(publications);
    return all.transform(
            published ->
                tables.told(
                    come.values().stream().map(Stay::id).toList(),
                    gone.values().stream().map(Stay::id).toList()))
        .onSuccess(
            noted -> {
              come.forEach((member, stay) -> roster.put(member, stay.in(Stay.Phase.PRESENT)));
              gone.keySet().forEach(roster::remove);
              // A member may have left or joined during the publication.
              changed.addAll(come.keySet());
              changed.addAll(gone.keySet());
            })
        .compose(noted -> all.<Void>mapEmpty());
  }

  private Future<Void> publish(Member member, Stay stay) {
    boolean joins = stay.phase() == Stay.Phase.JOINING;
    JsonObject event =
        joins
            ? RoomMessages.playerJoined(member.user(), clock.instant())
            : RoomMessages.playerLeft(member.user(), clock.instant());
    String key = "room:" + stay.id() + (joins ? ":joined" : ":left");
    return publisher
        .publish(member.room().topic(), Optional.of(key), List.of(event.encode()))
        .mapEmpty();
  }

  private Future<JsonObject> answer(JsonObject question) {
    if (!loaded || stopped) {
      return Future.failedFuture("does not know yet");
    }
    JsonArray answers = new JsonArray();
    for (Object name : question.getJsonArray("rooms")) {
      Room room = Room.named((String) name).orElseThrow();
      answers.add(RoomMessages.presence(room, roster.users(room)));
    }
    return Future.succeededFuture(new JsonObject().put("rooms", answers));
  }

  @Override
  public Future<Void> quiet() {
    stopped = true;
    return registration.compose(Bus.Registration::cancel).otherwiseEmpty();
  }

  @Override
  public Future<Void> idle() {
    return turn.otherwiseEmpty();
  }
}
