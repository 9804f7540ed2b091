package dev.tickgate.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.tickgate.market.Utc;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event of the log as a JSON object in one line: {@code time}, {@code level}, {@code
 * event}, {@code logger}, {@code fields} with the values as in the text format, and {@code error},
 * the stack trace as one string. A line of a library has {@code message} in place of {@code event}.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = new byte[0];

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    JsonObject line =
        new JsonObject()
            .put("time", Utc.format(event.getInstant()))
            .put("level", event.getLevel().toString());
    String message = event.getFormattedMessage();
    boolean isEvent = message != null && message.matches("[a-z]+\\.[a-z_]+");
    line.put(isEvent ? "event" : "message", message).put("logger", event.getLoggerName());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null && !pairs.isEmpty()) {
      JsonObject fields = new JsonObject();
      pairs.forEach(pair -> fields.put(pair.key, value(pair.value)));
      line.put("fields", fields);
    }
    if (event.getThrowableProxy() != null) {
      line.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (line.encode() + '\n').getBytes(StandardCharsets.UTF_8);
  }

  /** Returns integers and booleans unchanged, and any other value as in the text format. */
  private static Object value(Object value) {
    boolean plain = value instanceof Integer || value instanceof Long || value instanceof Boolean;
    return plain ? value : FailureText.ofValue(value);
  }
}
