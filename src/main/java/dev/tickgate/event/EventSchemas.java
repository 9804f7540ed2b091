package dev.tickgate.event;

import dev.tickgate.bus.Payload;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.market.Utc;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.DecodeException;
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
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schemas of the channels, and the check of publications to them. Immutable: any thread
 * may use it.
 */
public final class EventSchemas implements PayloadRules {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://tickgate.dev/api/schemas/")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final InstantSource clock;
  private final Map<Topic, Rule> rules = new HashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  private record Rule(Channel channel, Validator validator) {}

  /**
   * @param clock the clock of the times that are added to events
   */
  public EventSchemas(List<Channel> channels, InstantSource clock) {
    this.clock = clock;
    List.of("event", "message").forEach(name -> texts.put(name, read(name)));
    for (Channel channel : channels) {
      JsonObject schema = schema(channel);
      texts.put(channel.name(), schema.encodePrettily());
      Validator validator = Validator.create(JsonSchema.of(schema), OPTIONS);
      rules.put(channel.topic(), new Rule(channel, validator));
    }
  }

  private static String read(String name) {
    try (InputStream packed =
        EventSchemas.class.getResourceAsStream("/schemas/" + name + ".json")) {
      return new String(packed.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the packed schema " + name, e);
    }
  }

  /** The schema of all events, restricted to the types of the channel. */
  private JsonObject schema(Channel channel) {
    JsonObject schema = new JsonObject(texts.get("event"));
    schema.put("title", "Event of the channel " + channel.name());
    schema
        .getJsonObject("properties")
        .put("type", new JsonObject().put("enum", new JsonArray(channel.types())));
    if (channel.idsOnly()) {
      schema.put("description", "payload.data is taken out when the event is published.");
    }
    return schema;
  }

  /** The text of a schema. Its name is the name of a channel, {@code event} or {@code message}. */
  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  @Override
  public Payload check(Topic topic, Payload.Valid payload) {
    Rule rule = rules.get(topic);
    return rule == null ? payload : check(rule, payload);
  }

  private Payload check(Rule rule, Payload.Valid payload) {
    JsonObject event;
    try {
      event = new JsonObject(payload.text());
    } catch (DecodeException e) {
      // A number or a name exceeds the length limit of the parser.
      return new Payload.Unfit("It cannot be read.");
    }
    String now = Utc.format(clock.instant());
    String text = payload.text();
    if (!event.containsKey("timestamp")) {
      event.put("timestamp", now);
      text = Event.with(text, "timestamp", now);
    }
    OutputUnit result = rule.validator().validate(event);
    if (!result.getValid()) {
      return new Payload.Unfit(explain(result));
    }
    String stored = rule.channel().idsOnly() ? withoutData(event) : text;
    return new Payload.Valid(Event.with(stored, Event.ACCEPTED, now));
  }

  /** Writes the event again with only the fields that may be stored. */
  private static String withoutData(JsonObject event) {
    JsonObject payload = event.getJsonObject("payload");
    return new JsonObject()
        .put("type", event.getString("type"))
        .put(
            "payload",
            new JsonObject()
                .put("id", payload.getString("id"))
                .put("action", payload.getString("action")))
        .put("timestamp", event.getString("timestamp"))
        .encode();
  }

  /** The innermost error: an error in an object is also reported for the objects around it. */
  private static String explain(OutputUnit result) {
    return Optional.ofNullable(result.getErrors()).orElse(List.of()).stream()
        .max(
            Comparator.<OutputUnit>comparingLong(error -> depth(error.getInstanceLocation()))
                .thenComparingLong(error -> depth(error.getKeywordLocation())))
        .map(error -> error.getInstanceLocation() + ": " + error.getError())
        .orElse("");
  }

  private static long depth(String location) {
    return location.chars().filter(c -> c == '/').count();
  }
}
