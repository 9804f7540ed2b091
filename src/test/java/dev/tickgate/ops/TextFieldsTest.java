package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.VertxException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class TextFieldsTest {
  private final TextFields fields = new TextFields();

  private static LoggingEvent event(Object... pairs) {
    LoggingEvent event = new LoggingEvent();
    for (int i = 0; i < pairs.length; i += 2) {
      event.addKeyValuePair(new KeyValuePair((String) pairs[i], pairs[i + 1]));
    }
    return event;
  }

  @Test
  void anEventWithoutFieldsHasNone() {
    assertThat(fields.convert(event())).isEmpty();
  }

  @Test
  void fieldsStandInTheirOrder() {
    assertThat(fields.convert(event("feed", "usd_jpy", "rows", 7, "reason", null)))
        .isEqualTo("feed=\"usd_jpy\" rows=\"7\" reason=\"null\"");
  }

  @Test
  void anExceptionIsItsMessageWithoutItsClassWhereThatIsASentence() {
    Exception closed = new VertxException("the connection was closed");

    assertThat(
            fields.convert(
                event(
                    "reason",
                    new RuntimeException("the database does not answer: closed", closed),
                    "cause",
                    closed,
                    "host",
                    new UnknownHostException("db"),
                    "none",
                    new IllegalStateException())))
        .isEqualTo(
            "reason=\"the database does not answer: closed\" cause=\"the connection was closed\""
                + " host=\"UnknownHostException: db\" none=\"IllegalStateException\"");
  }

  @Test
  void noValueEndsItsQuotesOrItsLine() {
    assertThat(fields.convert(event("a", "x\" b=\"1", "c", "円\\\n\r\t\u0007\u2028\u0085")))
        .isEqualTo("a=\"x\\\" b=\\\"1\" c=\"円\\\\\\n\\r\\t\\u0007\\u2028\\u0085\"");
  }
}
