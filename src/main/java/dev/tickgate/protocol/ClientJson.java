package dev.tickgate.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.util.Optional;

/**
 * Parses JSON from clients. It limits the nesting, and rejects two members of the same name,
 * because another reader may use the other one.
 */
public final class ClientJson {
  /** The maximum nesting of objects and arrays. */
  public static final int MAX_DEPTH = 32;

  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private ClientJson() {}

  /** Parses a value; empty for null and for a text that is not JSON. */
  public static Optional<Object> value(String text) {
    try (JsonParser parser = STRICT.createParser(text)) {
      return Optional.ofNullable(JacksonCodec.fromParser(parser, Object.class));
    } catch (IOException | DecodeException e) {
      return Optional.empty();
    }
  }

  /** Parses an object; empty where the text is something else. */
  public static Optional<JsonObject> object(String text) {
    return value(text).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }
}
