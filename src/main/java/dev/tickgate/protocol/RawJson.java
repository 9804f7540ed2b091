package dev.tickgate.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts of a JSON text as they are written, so that no digit of a number is lost. */
public final class RawJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private RawJson() {}

  /** The text of a field of an object; empty where there is none. */
  public static Optional<String> field(String object, String name) {
    try (JsonParser parser = FACTORY.createParser(object)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(name);
        parser.nextToken();
        String text = value(parser, object);
        if (found) {
          return Optional.of(text);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The texts of all fields of an object, in their order; empty where the text is not an object.
   */
  static Optional<Map<String, String>> fields(String object) {
    try (JsonParser parser = FACTORY.createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, String> fields = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser, object));
      }
      return Optional.of(fields);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns an object whose fields have these texts. */
  static String object(Map<String, String> fields) {
    StringBuilder object = new StringBuilder("{");
    fields.forEach(
        (name, text) ->
            object
                .append(object.length() == 1 ? "" : ",")
                .append(Json.encode(name))
                .append(':')
                .append(text));
    return object.append('}').toString();
  }

  /** The texts of the elements; empty where the text is not an array. */
  public static Optional<List<String>> elements(String array) {
    try (JsonParser parser = FACTORY.createParser(array)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      List<String> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser, array));
      }
      return parser.nextToken() == null ? Optional.of(elements) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text of the value at which the parser is. */
  private static String value(JsonParser parser, String json) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    if (parser.currentToken().isScalarValue()) {
      parser.finishToken();
    } else {
      parser.skipChildren();
    }
    return json.substring(from, (int) parser.currentLocation().getCharOffset());
  }
}
