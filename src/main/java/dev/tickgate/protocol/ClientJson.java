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
 * JSON that a client sent, of whichever way in: no deeper than anybody needs, and without two
 * members of one name, of which another reader may take the other one.
 */
public final class ClientJson {
  /** Objects and arrays in each other. */
  public static final int MAX_DEPTH = 32;

  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private ClientJson() {}

  /** The parsed value, or empty for null and for a text that is no JSON. */
  public static Optional<Object> value(String text) {
    try (JsonParser parser = STRICT.createParser(text)) {
      return Optional.ofNullable(JacksonCodec.fromParser(parser, Object.class));
    } catch (IOException | DecodeException e) {
      return Optional.empty();
    }
  }

  /** The object that the text is, or empty where it is something else. */
  public static Optional<JsonObject> object(String text) {
    return value(text).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }
}
