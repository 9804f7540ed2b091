package dev.tickgate.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tickgate.stream.Encoding;
import dev.tickgate.stream.Publication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A publication of a channel as its clients receive it.
 *
 * @param type empty where the publication has no valid type
 * @param accepted when the server accepted it, in milliseconds since 1970; 0 where it has no such
 *     time
 * @param offset of the publication in its topic
 * @param body the JSON object as it was published; shared: do not change it
 */
record Event(String type, long accepted, long offset, byte[] body) {
  /** The field that the server adds to an event, with the time at which it accepted the event. */
  static final String ACCEPTED = "accepted";

  static final String TYPE = "[A-Z][A-Z0-9_]{0,63}";

  private static final Pattern VALID = Pattern.compile(TYPE);
  private static final Pattern ADDED =
      Pattern.compile("(,\"accepted\":\"[0-9TZ:.-]+\")?,\"epoch\":[0-9]+,\"offset\":[0-9]+\\}$");
  private static final JsonFactory JSON = new JsonFactory();
  // Parsed and cut once for all event loops of the node.
  private static final Encoding BODY = Event::asPublished;
  private static final Encoding HEAD = Event::readHead;

  static Event of(Publication publication) {
    String[] head = new String(publication.as(HEAD), StandardCharsets.US_ASCII).split(" ", -1);
    return new Event(
        head[0], Long.parseLong(head[1]), publication.position().offset(), publication.as(BODY));
  }

  /**
   * Appends a field to the object.
   *
   * @param text a text without characters to escape
   */
  static String with(String object, String field, String text) {
    return object.substring(0, object.length() - 1) + ",\"" + field + "\":\"" + text + "\"}";
  }

  // Removes the fields that the server has appended.
  private static byte[] asPublished(Publication publication) {
    String json = new String(publication.json(), StandardCharsets.UTF_8);
    Matcher added = ADDED.matcher(json);
    return added.find()
        ? (json.substring(0, added.start()) + "}").getBytes(StandardCharsets.UTF_8)
        : publication.json();
  }

  /** Reads the type and the time of acceptance. */
  private static byte[] readHead(Publication publication) {
    String type = "";
    long accepted = 0;
    try (JsonParser parser = JSON.createParser(publication.json())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (isText && name.equals("type") && VALID.matcher(parser.getText()).matches()) {
          type = parser.getText();
        } else if (isText && name.equals(ACCEPTED)) {
          accepted = Instant.parse(parser.getText()).toEpochMilli();
        }
        parser.skipChildren();
      }
    } catch (IOException | DateTimeException | ArithmeticException e) {
      // The event does not match its schema; it is delivered with the fields that could be read.
      return head(type, accepted);
    }
    return head(type, accepted);
  }

  private static byte[] head(String type, long accepted) {
    return (type + " " + accepted).getBytes(StandardCharsets.US_ASCII);
  }

  /** The sum of the milliseconds from the acceptance of each event until that time. */
  static long latency(List<Event> events, long now) {
    long sum = 0;
    for (Event event : events) {
      sum += event.accepted() == 0 ? 0 : Math.max(0, now - event.accepted());
    }
    return sum;
  }
}
