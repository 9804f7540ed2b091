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

/** The JSON Schemas of the commands of rooms, by type. Immutable: any thread may ask. */
final class CommandSchemas {
  private static final String FILE = "/schemas/room-command.json";
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://tickgate.dev/api/schemas/")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final Map<String, Validator> byType = new LinkedHashMap<>();

  CommandSchemas() {
    JsonArray commands = new JsonObject(read()).getJsonArray("oneOf");
    for (int i = 0; i < commands.size(); i++) {
      JsonObject schema = commands.getJsonObject(i);
      String type =
          schema.getJsonObject("properties").getJsonObject("type").getString("const");
      byType.put(type, Validator.create(JsonSchema.of(schema), OPTIONS));
    }
  }

  private static String read() {
    try (InputStream packed = CommandSchemas.class.getResourceAsStream(FILE)) {
      return new String(packed.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the packed schema " + FILE, e);
    }
  }

  Set<String> types() {
    return byType.keySet();
  }

  /** What is wrong with a command of a known type; empty where nothing is. */
  Optional<String> problem(String type, JsonObject fields) {
    OutputUnit result = byType.get(type).validate(fields);
    return result.getValid()
        ? Optional.empty()
        : Optional.ofNullable(result.getErrors()).orElse(List.of()).stream()
            .reduce((first, last) -> last)
            .map(error -> error.getInstanceLocation() + ": " + error.getError());
  }
}
