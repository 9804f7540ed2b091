package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonLinesTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.tickgate.test");
  @Fixture private final LogFixture log = LogFixture.of("dev.tickgate.test");

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.setAdditive(true);
  }

  private String line() {
    return new String(new JsonLines().encode(log.events().get(0)), StandardCharsets.UTF_8);
  }

  @Test
  void anEventIsAnObjectInOneLineWithItsFields() {
    logger
        .atWarn()
        .addKeyValue("term", 7L)
        .addKeyValue("ready", false)
        .addKeyValue("text", "two\nlines \"quoted\"")
        .addKeyValue("nothing", (Object) null)
        .log("feed.deposed");

    JsonObject json = new JsonObject(line());
    assertThat(line()).endsWith("}\n").doesNotContain("\n{").hasLineCount(1);
    assertThat(json.getString("time")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    assertThat(json.getString("level")).isEqualTo("WARN");
    assertThat(json.getString("event")).isEqualTo("feed.deposed");
    assertThat(json.getString("logger")).isEqualTo("dev.tickgate.test");
    assertThat(json.getJsonObject("fields"))
        .isEqualTo(
            new JsonObject()
                .put("term", 7)
                .put("ready", false)
                .put("text", "two\nlines \"quoted\"")
                .put("nothing", "null"));
  }

  @Test
  void anExceptionInAFieldIsItsMessage() {
    logger
        .atWarn()
        .addKeyValue("reason", new PgException("out of memory", "ERROR", "53200", null))
        .log("feed.source_interrupted");

    assertThat(new JsonObject(line()).getJsonObject("fields").getString("reason"))
        .isEqualTo("ERROR: out of memory (53200)");
  }

  @Test
  void anErrorIsOneTextWithItsTrace() {
    Exception failure = new IllegalStateException("outer", new RuntimeException("inner"));
    logger.atError().setCause(failure).log("node.failed");

    assertThat(line()).hasLineCount(1);
    assertThat(new JsonObject(line()).getString("error"))
        .contains("IllegalStateException: outer")
        .contains("Caused by: java.lang.RuntimeException: inner")
        .contains("\tat ");
  }

  @Test
  void aLineOfALibraryHasAMessage() {
    logger.error("Failed to {} clustered", "initialize");

    JsonObject json = new JsonObject(line());
    assertThat(json.getString("message")).isEqualTo("Failed to initialize clustered");
    assertThat(json.containsKey("event")).isFalse();
    assertThat(json.containsKey("fields")).isFalse();
  }

  @Test
  void aTokenIsNotShown() {
    logger.atInfo().addKeyValue("token", new Token("tgk_secret")).log("session.traced");

    assertThat(line()).doesNotContain("tgk_secret");
  }
}
