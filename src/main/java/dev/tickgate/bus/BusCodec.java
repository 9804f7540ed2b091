package dev.tickgate.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encodes messages of the bus as {@link JsonObject}s, which a service can read without the classes
 * of Tickgate.
 */
final class BusCodec {
  private static final ObjectMapper MAPPER =
      DatabindCodec.mapper()
          .copy()
          .registerModule(new SimpleModule().addSerializer(Double.class, new PlainDouble()));

  static {
    // The parser reads every journal entry, however long its numbers, names and texts are.
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
  }

  private BusCodec() {}

  /**
   * @throws DecodeException where the publication is not a JSON object
   */
  @SuppressWarnings("unchecked")
  static JsonObject body(Publication publication) {
    try {
      return new JsonObject(MAPPER.readValue(publication.json(), Map.class));
    } catch (IOException e) {
      throw new DecodeException("a publication that is no JSON object", e);
    }
  }

  /** The JSON text of a value that was received from the bus; empty where it has none. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** Whether that text can be a publication. */
  static boolean isObject(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object && !object.isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * @throws DecodeException where the body has no position
   */
  static Publication publication(Topic topic, JsonObject body) {
    Position position = position(body);
    try {
      return new Publication(topic, position, MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new DecodeException("a body that is not JSON on " + topic, e);
    }
  }

  static JsonObject encode(CheckRequest request) {
    return new JsonObject()
        .put("check", request.seq())
        .put("epoch", request.epoch())
        .put("term", request.term());
  }

  static boolean isCheck(JsonObject question) {
    return question.containsKey("check");
  }

  static CheckRequest checkRequest(String feed, JsonObject json) {
    return new CheckRequest(
        feed, json.getLong("term", 0L), json.getLong("epoch", 0L), json.getLong("check"));
  }

  static JsonObject encode(DemandReport report) {
    return new JsonObject()
        .put("demand", report.revision())
        .put("term", report.term())
        .put("node", report.node())
        .put("begins", report.begins())
        .put("wanted", names(report.wanted()))
        .put("unwanted", names(report.unwanted()))
        .put("abandoned", names(report.abandoned()));
  }

  static boolean isDemand(JsonObject question) {
    return question.containsKey("demand");
  }

  static DemandReport demandReport(String feed, JsonObject json) {
    return new DemandReport(
        feed,
        json.getLong("term"),
        json.getString("node"),
        json.getLong("demand"),
        json.getBoolean("begins"),
        topics(json.getJsonArray("wanted")),
        topics(json.getJsonArray("unwanted")),
        // A process of an earlier version does not send it.
        topics(json.getJsonArray("abandoned", new JsonArray())));
  }

  static JsonObject encode(SyncRequest request) {
    JsonObject json =
        new JsonObject()
            .put("topic", request.topic().name())
            .put("limit", request.limit())
            .put("term", request.term());
    request.have().ifPresent(have -> putPosition(json, have));
    return json;
  }

  static SyncRequest syncRequest(String feed, JsonObject json) {
    Optional<Position> have =
        json.containsKey("epoch") ? Optional.of(position(json)) : Optional.empty();
    return new SyncRequest(
        feed,
        new Topic(json.getString("topic")),
        have,
        json.getInteger("limit", 0),
        json.getLong("term", 0L));
  }

  static JsonObject encode(SamplesRequest request) {
    return new JsonObject()
        .put("topic", request.topic().name())
        .put("from", request.from().toEpochMilli())
        .put("to", request.to().toEpochMilli())
        .put("interval", request.interval().toMillis());
  }

  static SamplesRequest samplesRequest(String feed, JsonObject json) {
    return new SamplesRequest(
        feed,
        new Topic(json.getString("topic")),
        Instant.ofEpochMilli(json.getLong("from")),
        Instant.ofEpochMilli(json.getLong("to")),
        Duration.ofMillis(json.getLong("interval")));
  }

  static JsonObject encode(List<Sample> samples) {
    JsonArray all = new JsonArray();
    for (Sample sample : samples) {
      all.add(
          new JsonArray()
              .add(sample.first().toEpochMilli())
              .add(sample.last().toEpochMilli())
              .add(sample.mid())
              .add(sample.high())
              .add(sample.low())
              .add(sample.count())
              .add(sample.open()));
    }
    return new JsonObject().put("samples", all);
  }

  static List<Sample> samples(JsonObject json) {
    List<Sample> samples = new ArrayList<>();
    for (Object each : json.getJsonArray("samples")) {
      JsonArray sample = (JsonArray) each;
      samples.add(
          new Sample(
              Instant.ofEpochMilli(sample.getLong(0)),
              Instant.ofEpochMilli(sample.getLong(1)),
              // A poller of a version before this field does not send it.
              sample.getDouble(sample.size() > 6 ? 6 : 2),
              sample.getDouble(2),
              sample.getDouble(3),
              sample.getDouble(4),
              sample.getLong(5)));
    }
    return samples;
  }

  static JsonObject encodeTopics(List<Topic> topics) {
    return new JsonObject().put("topics", names(topics));
  }

  static List<Topic> topics(JsonObject json) {
    return topics(json.getJsonArray("topics"));
  }

  private static JsonArray names(List<Topic> topics) {
    return new JsonArray(topics.stream().map(Topic::name).toList());
  }

  private static List<Topic> topics(JsonArray names) {
    return names.stream().map(name -> new Topic((String) name)).toList();
  }

  private static JsonObject putPosition(JsonObject json, Position position) {
    return json.put("epoch", position.epoch()).put("offset", position.offset());
  }

  private static Position position(JsonObject json) {
    if (!(json.getValue("epoch") instanceof Number epoch)
        || !(json.getValue("offset") instanceof Number offset)) {
      throw new DecodeException("no position: epoch and offset must be numbers");
    }
    return new Position(epoch.longValue(), offset.longValue());
  }

  /**
   * Writes prices without an exponent, 0.00012 and not 1.2E-4, with the shortest digits that
   * identify the number.
   */
  private static final class PlainDouble extends StdSerializer<Double> {
    // Outside this range the plain form would be too long.
    private static final double PLAIN_FROM = 1e-18;
    private static final double PLAIN_TO = 1e18;

    PlainDouble() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      double size = Math.abs(value);
      if (size >= PLAIN_FROM && size < PLAIN_TO) {
        out.writeNumber(new BigDecimal(NumberOutput.toString(value, true)).toPlainString());
      } else {
        out.writeNumber(value);
      }
    }
  }
}
