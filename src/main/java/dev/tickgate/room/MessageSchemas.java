package dev.tickgate.room;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON Schemas of one file, one for each type of message. Immutable: any thread may use them.
 */
final class MessageSchemas {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://tickgate.dev/api/schemas/")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final String text;
  private final Map<String, Validator> byType = new LinkedHashMap<>();

  private MessageSchemas(String text) {
    this.text = text;
    JsonArray schemas = new JsonObject(text).getJsonArray("oneOf");
    for (int i = 0; i < schemas.size(); i++) {
      JsonObject schema = schemas.getJsonObject(i);
      String type = schema.getJsonObject("properties").getJsonObject("type").getString("const");
      byType.put(type, Validator.create(JsonSchema.of(schema), OPTIONS));
    }
  }

  /** Reads the schemas of a packed file, such as {@code room-event}. */
  static MessageSchemas packed(String name) {
    try (InputStream packed =
        MessageSchemas.class.getResourceAsStream("/schemas/" + name + ".json")) {
      return new MessageSchemas(new String(packed.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the packed schema " + name, e);
    }
  }

  /** The text of the file. */
  String text() {
    return text;
  }

  Set<String> types() {
    return byType.keySet();
  }

  /** The reason why a message of a known type does not match its schema; empty where it matches. */
  Optional<String> problem(String type, JsonObject message) {
    OutputUnit result = byType.get(type).validate(message);
    return result.getValid()
        ? Optional.empty()
        : Optional.of(
            Optional.ofNullable(result.getErrors()).orElse(List.of()).stream()
                // The innermost error is the most specific.
                .reduce((outer, inner) -> inner)
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .orElse(""));
  }
}
