package dev.tickgate.transport;

import dev.tickgate.protocol.ClientJson;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frames of the SockJS protocol 0.3.3 inside a WebSocket. */
public final class SockJsFrames {
  static final byte[] OPEN = Framings.textFrame("o");
  static final byte[] HEARTBEAT = Framings.textFrame("h");

  private SockJsFrames() {}

  /** {@code a["…"]} around one message. */
  public static byte[] message(byte[] message) {
    String quoted = Json.encode(new String(message, StandardCharsets.UTF_8));
    return ("a[" + escapeUnsafe(quoted) + "]").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] close(int code, String reason) {
    return Framings.textFrame("c[" + code + "," + Json.encode(reason) + "]");
  }

  /**
   * Reads the messages in a client's frame: an array of strings, or one string.
   *
   * @return empty where the frame is neither; then the protocol requires a close
   */
  public static Optional<List<String>> read(String frame) {
    if (frame.isEmpty()) {
      return Optional.of(List.of());
    }
    return ClientJson.value(frame).flatMap(SockJsFrames::strings);
  }

  private static Optional<List<String>> strings(Object json) {
    if (json instanceof String message) {
      return Optional.of(List.of(message));
    }
    if (!(json instanceof JsonArray array)) {
      return Optional.empty();
    }
    List<String> messages = new ArrayList<>(array.size());
    for (Object element : array) {
      if (!(element instanceof String message)) {
        return Optional.empty();
      }
      messages.add(message);
    }
    return Optional.of(messages);
  }

  /** Escapes the characters that old browsers change in transit; the protocol lists them. */
  private static String escapeUnsafe(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (isUnsafe(json.charAt(i))) {
        return escapeFrom(json, i);
      }
    }
    return json;
  }

  private static String escapeFrom(String json, int first) {
    StringBuilder escaped = new StringBuilder(json.length() + 32).append(json, 0, first);
    for (int i = first; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isUnsafe(c)) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isUnsafe(char c) {
    return c >= '\u007f'
        && (c <= '\u009f'
            || c == '\u00ad'
            || (c >= '\u0600' && c <= '\u0604')
            || c == '\u070f'
            || c == '\u17b4'
            || c == '\u17b5'
            || (c >= '\u200c' && c <= '\u200f')
            || (c >= '\u2028' && c <= '\u202f')
            || (c >= '\u2060' && c <= '\u206f')
            || (c >= '\ud800' && c <= '\udfff')
            || c == '\ufeff'
            || c >= '\ufff0');
  }
}
