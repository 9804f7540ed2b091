package dev.tickgate.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The result of the check of a text to publish. Any thread may check. */
public sealed interface Payload {
  /** The maximum number of bytes of the text in UTF-8, as it was written. */
  int MOST_BYTES = 64 << 10;

  /**
   * The maximum nesting of objects and arrays: one less than that of a client's command, which
   * contains the payload.
   */
  int MOST_DEPTH = 31;

  /**
   * A payload that can be published.
   *
   * @param text the object without white space between its tokens, with every digit
   */
  record Valid(String text) implements Payload {}

  /** A payload that cannot be published. */
  enum Invalid implements Payload {
    MISSING("It is missing."),
    NOT_JSON("It is no JSON."),
    NOT_AN_OBJECT("It is no JSON object."),
    EMPTY("It has no field."),
    /** The server adds these fields. */
    HAS_SERVER_FIELD("It has a field epoch, offset or skipped."),
    /** Some readers use the first of two fields, others the last. */
    NAME_TWICE("An object in it has two fields of one name."),
    TOO_DEEP("It has more than " + MOST_DEPTH + " objects and arrays in each other."),
    TOO_LARGE("It is longer than 64 KiB.");

    private final String reason;

    Invalid(String reason) {
      this.reason = reason;
    }

    /** An explanation for the author of the publisher. */
    public String reason() {
      return reason;
    }
  }

  /**
   * A payload that the rules of its topic do not allow.
   *
   * @param reason an explanation for the author of the publisher
   */
  record Unfit(String reason) implements Payload {}

  static Payload of(String text) {
    if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Invalid.TOO_LARGE;
    }
    if (text.isEmpty()) {
      return Invalid.MISSING;
    }
    try {
      Optional<Invalid> wrong = problem(text, Parsers.STRICT);
      return wrong.isPresent() ? wrong.get() : new Valid(compact(text));
    } catch (StreamConstraintsException e) {
      return Invalid.TOO_DEEP;
    } catch (IOException e) {
      return isJson(text) ? Invalid.NAME_TWICE : Invalid.NOT_JSON;
    }
  }

  // Whether the text is JSON apart from duplicate names, which the parser reports like other
  // errors.
  private static boolean isJson(String text) {
    try {
      problem(text, Parsers.LENIENT);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the whole text.
   *
   * @throws IOException where the text is not JSON, or the parser rejects it
   */
  private static Optional<Invalid> problem(String text, JsonFactory parsers) throws IOException {
    try (JsonParser parser = parsers.createParser(text)) {
      JsonToken first = parser.nextToken();
      boolean isObject = first == JsonToken.START_OBJECT;
      boolean hasField = isObject && parser.nextToken() == JsonToken.FIELD_NAME;
      boolean hasServerField = false;
      while (hasField && parser.currentToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        hasServerField |= Parsers.SERVER_FIELDS.contains(name);
        parser.nextToken();
        parser.skipChildren();
        parser.nextToken();
      }
      if (!isObject && first != null) {
        parser.skipChildren();
      }
      if (first == null || parser.nextToken() != null) {
        return Optional.of(Invalid.NOT_JSON);
      }
      if (!isObject) {
        return Optional.of(Invalid.NOT_AN_OBJECT);
      }
      Optional<Invalid> wrong =
          hasServerField ? Optional.of(Invalid.HAS_SERVER_FIELD) : Optional.empty();
      return hasField ? wrong : Optional.of(Invalid.EMPTY);
    }
  }

  /**
   * Removes white space between tokens. No line break is left, because in a string it is escaped; a
   * line break would end the frame of an event stream.
   */
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

  /** Holds the parsers outside the interface, whose fields would be public. */
  final class Parsers {
    private static final Set<String> SERVER_FIELDS = Set.of("epoch", "offset", "skipped");
    private static final JsonFactory STRICT = factory(true);
    private static final JsonFactory LENIENT = factory(false);

    // Numbers may have any length, because they are kept as text.
    private static JsonFactory factory(boolean strict) {
      return JsonFactory.builder()
          .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxNumberLength(MOST_BYTES)
                  .maxNameLength(MOST_BYTES)
                  .build())
          .build();
    }

    private Parsers() {}
  }
}
