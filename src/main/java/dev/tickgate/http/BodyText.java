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
   * Returns the text, or "" without a body. Returns empty if the bytes are not UTF-8: with replaced
   * characters it would not be the text that the client sent.
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
