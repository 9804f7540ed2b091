package dev.tickgate.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A text that a program wants published, after its check. Any thread may check. */
public sealed interface Payload {
  /** Of the text in UTF-8, as it was written. */
  int MOST_BYTES = 64 << 10;

  /**
   * It can be published.
   *
   * @param text the object without white space between its tokens, and with every digit
   */
  record Valid(String text) implements Payload {}

  /** It cannot. */
  enum Invalid implements Payload {
    /** Or one without a field. */
    NOT_AN_OBJECT,
    /** It has a field epoch or offset, which the server adds. */
    HAS_POSITION,
    TOO_LARGE
  }

  /**
   * It cannot, by the rules of its topic.
   *
   * @param reason for the author of the publisher
   */
  record Unfit(String reason) implements Payload {}

  static Payload of(String text) {
    if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Invalid.TOO_LARGE;
    }
    try (JsonParser parser = Parsers.FACTORY.createParser(text)) {
      return hasPosition(parser) ? Invalid.HAS_POSITION : new Valid(compact(text));
    } catch (IOException e) {
      return Invalid.NOT_AN_OBJECT;
    }
  }

  /**
   * Reads all of it.
   *
   * @throws IOException where it is not an object, or an empty one
   */
  private static boolean hasPosition(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT
        || parser.nextToken() != JsonToken.FIELD_NAME) {
      throw new IOException("no object, or an empty one");
    }
    boolean found = false;
    while (parser.currentToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      found |= name.equals("epoch") || name.equals("offset");
      parser.nextToken();
      parser.skipChildren();
      parser.nextToken();
    }
    if (parser.nextToken() != null) {
      throw new IOException("something follows the object");
    }
    return found;
  }

  /** Frames of event streams end at a line break: none is left, for in a string it is escaped. */
  private static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        compact.append(c).append(json.charAt(++i));
      } else if (inString || c > ' ') {
        inString ^= c == '"';
        compact.append(c);
      }
    }
    return compact.toString();
  }

  /** Not of the interface: fields of interfaces are public. */
  final class Parsers {
    // A number is text here, however long; an object nested more than 1,000 deep is none.
    private static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNumberLength(MOST_BYTES)
                    .maxNameLength(MOST_BYTES)
                    .build())
            .build();

    private Parsers() {}
  }
}
