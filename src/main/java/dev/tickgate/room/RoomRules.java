package dev.tickgate.room;

import dev.tickgate.bus.Payload;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.market.Utc;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Checks publications to rooms and users. An event of a known type must match its schema, and gets
 * a timestamp where it has none. For a type that an application defines, only the priority and the
 * merge key are checked, and the event is published unchanged. Any thread may call it.
 */
public final class RoomRules implements PayloadRules {
  private static final String USER = "user.";
  private static final Set<Object> LEVELS = Set.of("high", "normal", "low");
  private static final int MOST_MERGE = 200;
  private static final String RANK =
      "priority is high, normal or low; merge is a text of 1 to 200 characters.";

  private final MessageSchemas schemas = MessageSchemas.packed("room-event");
  private final InstantSource clock;

  /**
   * @param clock the clock of added timestamps
   */
  public RoomRules(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Payload check(Topic topic, Payload.Valid payload) {
    boolean isOurs = Room.of(topic).isPresent() || topic.name().startsWith(USER);
    return isOurs ? check(payload) : payload;
  }

  /** Whether the priority and the merge key of an event are valid or absent. */
  private static boolean isRanked(JsonObject event) {
    Object merge = event.getValue("merge", "none");
    return LEVELS.contains(event.getValue("priority", "normal"))
        && merge instanceof String text
        && !text.isEmpty()
        && text.length() <= MOST_MERGE;
  }

  private Payload check(Payload.Valid payload) {
    JsonObject event;
    try {
      event = new JsonObject(payload.text());
    } catch (DecodeException e) {
      // A number or a name exceeds the length limit of the parser.
      return new Payload.Unfit("It cannot be read.");
    }
    if (!isRanked(event)) {
      return new Payload.Unfit(RANK);
    }
    if (!(event.getValue("type") instanceof String type) || !schemas.types().contains(type)) {
      return payload;
    }
    String text = payload.text();
    if (!event.containsKey("timestamp")) {
      String now = Utc.format(clock.instant());
      event.put("timestamp", now);
      // Inserted into the text, because encoding the parsed event could change its numbers.
      text = "{\"timestamp\":\"" + now + "\"," + text.substring(1);
    }
    Optional<String> problem = schemas.problem(type, event);
    return problem.isPresent() ? new Payload.Unfit(problem.get()) : new Payload.Valid(text);
  }
}
