package dev.tickgate.client;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An event of a channel, such as {@code orders}.
 *
 * @param type one of the types of its channel, such as {@code ORDER_RECEIVED}
 * @param id the id of the order, item or listing
 * @param action the kind of change
 * @param data the text of a JSON object with details
 * @param timestamp the time of the change; if empty, the server adds the time of the publication
 */
public record BusinessEvent(
    String type, String id, Action action, Optional<String> data, Optional<Instant> timestamp) {
  /** The kind of change. */
  public enum Action {
    /** The object is new. */
    CREATED,
    /** The object changed. */
    UPDATED,
    /** The object was deleted. */
    DELETED
  }

  /**
   * An event without data and time.
   *
   * @param type one of the types of its channel
   * @param id the id of the order, item or listing
   * @param action the kind of change
   * @return the event
   */
  public static BusinessEvent of(String type, String id, Action action) {
    return new BusinessEvent(type, id, action, Optional.empty(), Optional.empty());
  }

  /**
   * The same event with data.
   *
   * @param json the text of a JSON object
   * @return another event
   */
  public BusinessEvent withData(String json) {
    return new BusinessEvent(type, id, action, Optional.of(json), timestamp);
  }

  /**
   * The same event with a time.
   *
   * @param time the time of the change; the client sends milliseconds
   * @return another event
   */
  public BusinessEvent withTimestamp(Instant time) {
    return new BusinessEvent(type, id, action, data, Optional.of(time));
  }

  /**
   * The event as it is published.
   *
   * @return the text of a JSON object
   */
  public String json() {
    ObjectText payload =
        new ObjectText().text("id", id).text("action", action.name().toLowerCase(Locale.ROOT));
    data.ifPresent(json -> payload.json("data", json));
    ObjectText event = new ObjectText().text("type", type).json("payload", payload.end());
    timestamp.ifPresent(time -> event.time("timestamp", time));
    return event.end();
  }
}
