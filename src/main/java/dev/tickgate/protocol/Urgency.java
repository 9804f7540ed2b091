package dev.tickgate.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * The priority of an event, and the events that it replaces, from the fields {@code priority} and
 * {@code merge} of its object. For topics with a ranked policy.
 *
 * @param merge a key of events of low priority; the newest event with the key replaces the others
 */
public record Urgency(Level level, Optional<String> merge) {
  public static final Urgency NORMAL = new Urgency(Level.NORMAL, Optional.empty());

  private static final JsonFactory PARSERS = new JsonFactory();

  /** The values of {@code priority}. */
  public enum Level {
    /** Written before all other drafts that wait for the journal. */
    HIGH,
    NORMAL,
    /** Written with others, after up to a second; the first to be dropped for a slow client. */
    LOW;

    private static Level of(String text) {
      return switch (text) {
        case "high" -> HIGH;
        case "low" -> LOW;
        default -> NORMAL;
      };
    }
  }

  public boolean isHigh() {
    return level == Level.HIGH;
  }

  public boolean isLow() {
    return level == Level.LOW;
  }

  /**
   * @param object a checked JSON object; one that cannot be read is normal
   */
  public static Urgency of(String object) {
    // Most events have no priority.
    if (!object.contains("\"priority\"")) {
      return NORMAL;
    }
    try (JsonParser parser = PARSERS.createParser(object)) {
      return of(parser);
    } catch (IOException e) {
      return NORMAL;
    }
  }

  private static Urgency of(JsonParser parser) throws IOException {
    Level level = Level.NORMAL;
    Optional<String> merge = Optional.empty();
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
      if (isText && name.equals("priority")) {
        level = Level.of(parser.getText());
      } else if (isText && name.equals("merge")) {
        merge = Optional.of(parser.getText());
      }
      parser.skipChildren();
    }
    return new Urgency(level, level == Level.LOW ? merge : Optional.empty());
  }
}
