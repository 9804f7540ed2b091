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
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A publication of a channel as its clients see it.
 *
 * @param type empty where the publication has none that is valid
 * @param timestamp milliseconds since 1970; 0 where the publication has none that is valid
 * @param offset of the publication in its topic
 * @param body the JSON object without {@code epoch} and {@code offset}; shared: do not change it
 */
record Event(String type, long timestamp, long offset, byte[] body) {
  static final String TYPE = "[A-Z][A-Z0-9_]{0,63}";

  private static final Pattern VALID = Pattern.compile(TYPE);
  private static final JsonFactory JSON = new JsonFactory();
  // Read and cut once for all event loops of the node.
  private static final Encoding BODY = Event::withoutPosition;
  private static final Encoding HEAD = Event::readHead;

  static Event of(Publication publication) {
    String[] head = new String(publication.as(HEAD), StandardCharsets.US_ASCII).split(" ", -1);
    return new Event(
        head[0], Long.parseLong(head[1]), publication.position().offset(), publication.as(BODY));
  }

  // They were added at the end.
  private static byte[] withoutPosition(Publication publication) {
    byte[] json = publication.json();
    String position =
        ",\"epoch\":%d,\"offset\":%d}"
            .formatted(publication.position().epoch(), publication.position().offset());
    int end = json.length - position.length();
    if (end < 0
        || !new String(json, end, position.length(), StandardCharsets.UTF_8).equals(position)) {
      return json;
    }
    byte[] body = Arrays.copyOf(json, end + 1);
    body[end] = '}';
    return body;
  }

  /** The type and the time. */
  private static byte[] readHead(Publication publication) {
    String type = "";
    long timestamp = 0;
    try (JsonParser parser = JSON.createParser(publication.json())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (isText && name.equals("type") && VALID.matcher(parser.getText()).matches()) {
          type = parser.getText();
        } else if (isText && name.equals("timestamp")) {
          timestamp = Instant.parse(parser.getText()).toEpochMilli();
        }
        parser.skipChildren();
      }
    } catch (IOException | DateTimeException | ArithmeticException e) {
      // Not an event as its schema has it: delivered with what could be read.
      return head(type, timestamp);
    }
    return head(type, timestamp);
  }

  private static byte[] head(String type, long timestamp) {
    return (type + " " + timestamp).getBytes(StandardCharsets.US_ASCII);
  }
}
