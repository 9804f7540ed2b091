package dev.tickgate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The body of a request as text. */
public final class BodyText {
  private BodyText() {}

  /**
   * The text, which is "" where there is no body; empty where the bytes are not UTF-8: replaced
   * characters are not what the client sent.
   */
  public static Optional<String> of(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? Optional.of("") : decode(body.getBytes());
  }

  static Optional<String> decode(byte[] bytes) {
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
