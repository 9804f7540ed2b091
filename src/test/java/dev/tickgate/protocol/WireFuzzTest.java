package dev.tickgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.TemporaryFiles;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client says is a command or a refusal, and what is read is what was written. */
class WireFuzzTest {
  @Property
  void jsonIsACommandOrRefused(@ForAll("messages") String message) {
    assertThat(new JsonWire().read(message)).isNotNull();
  }

  @Property
  void aFrameOfTheBridgeIsACommandOrRefused(@ForAll("messages") String message) {
    assertThat(new BridgeWire().read(message)).isNotNull();
  }

  @Property
  void aPositionIsWhatItWasWrittenAs(@ForAll("numbers") String text) {
    assertThat(Position.parse(text))
        .satisfiesAnyOf(
            parsed -> assertThat(parsed).isEmpty(),
            parsed -> assertThat(parsed.orElseThrow()).hasToString(text));
  }

  @Property
  void aPaceIsAtMostAQuarterOfAnHour(@ForAll("numbers") String text) {
    assertThat(Pace.parse(text).stream()).allMatch(pace -> pace.interval() <= 1_000_000);
  }

  @Property
  void aTopicIsWhatItWasWrittenAs(@ForAll("topics") String text) {
    assertThat(Topic.parse(text).stream())
        .allMatch(topic -> topic.name().equals(text) && !text.startsWith("_"));
  }

  @Provide
  Arbitrary<String> messages() {
    return TemporaryFiles.of(
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "{\"type\":",
        "\"subscribe\"",
        "\"register\"",
        "\"ping\"",
        "\"send\"",
        ",\"topic\":",
        ",\"address\":",
        "\"ticks.USD_JPY\"",
        ",\"since\":",
        ",\"maxRate\":",
        ",\"headers\":{\"since\":",
        "\"7.1\"",
        "1e9",
        "-0",
        "null",
        "true",
        "\\u",
        "\\ud800",
        "/*",
        "//",
        "\uFEFF",
        "99999999999999999999");
  }

  @Provide
  Arbitrary<String> numbers() {
    return TemporaryFiles.of(
        "0", "1", "7", "9007199254740991", ".", "-", "+", "e", "E", "_", "0x", " ");
  }

  @Provide
  Arbitrary<String> topics() {
    return TemporaryFiles.of(
        "ticks", ".", "USD_JPY", "__vertx.", "*", "#", "/", "..", ":", "@", "-", " ");
  }
}
