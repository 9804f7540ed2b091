package dev.tickgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final Instant AT = Instant.parse("2026-02-16T13:05:10.123Z");

  private final Wire json = new JsonWire();
  private final Wire bridge = new BridgeWire();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                  | INVALID_JSON",
        "[]                                                 | INVALID_JSON",
        "null                                               | INVALID_JSON",
        "17                                                 | INVALID_JSON",
        "\"subscribe\"                                      | INVALID_JSON",
        "``                                                 | INVALID_JSON",
        "{}                                                 | MISSING_TYPE",
        "{\"type\":17}                                      | MISSING_TYPE",
        "{\"type\":\"Subscribe\"}                           | INVALID_TYPE",
        "{\"type\":\"subscribe\"}                           | MISSING_TOPIC",
        "{\"type\":\"subscribe\",\"topic\":17}              | MISSING_TOPIC",
        "{\"type\":\"subscribe\",\"topic\":\"\"}            | MISSING_TOPIC",
        "{\"type\":\"subscribe\",\"topic\":\"a b\"}         | INVALID_TOPIC",
        "{\"type\":\"subscribe\",\"topic\":\"__vertx.subs\"}| INVALID_TOPIC",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"since\":1}    | INVALID_POSITION",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"since\":\"\"} | INVALID_POSITION",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"since\":null}      | INVALID_POSITION",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"maxRate\":null}    | INVALID_RATE",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"maxRate\":\"5\"}   | INVALID_RATE",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"maxRate\":true}    | INVALID_RATE",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"maxRate\":{}}      | INVALID_RATE",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"delta\":null}      | INVALID_DELTA",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"delta\":\"true\"}  | INVALID_DELTA",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"delta\":\"false\"} | INVALID_DELTA",
        "{\"type\":\"subscribe\",\"topic\":\"t\",\"delta\":0}         | INVALID_DELTA",
        "{\"type\":\"unsubscribe\"}                         | MISSING_TOPIC",
        "{\"type\":\"publish\"}                             | MISSING_TOPIC",
        "{\"type\":\"publish\",\"topic\":\"#\"}             | INVALID_TOPIC",
      })
  void jsonThatIsNoCommandIsRefused(String message, ErrorCode code) {
    assertThat(code(json.read(message == null ? "" : message))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                  | INVALID_JSON",
        "[]                                                 | INVALID_JSON",
        "null                                               | INVALID_JSON",
        "{}                                                 | MISSING_TYPE",
        "{\"type\":\"rec\",\"address\":\"t\"}               | INVALID_TYPE",
        "{\"type\":\"register\"}                            | MISSING_TOPIC",
        "{\"type\":\"register\",\"address\":\"#\"}          | INVALID_TOPIC",
        "{\"type\":\"register\",\"address\":\"t\",\"headers\":{\"since\":null}}   | INVALID_POSITION",
        "{\"type\":\"register\",\"address\":\"t\",\"headers\":{\"maxRate\":null}} | INVALID_RATE",
        "{\"type\":\"register\",\"address\":\"t\",\"headers\":{\"delta\":null}}   | INVALID_DELTA",
        "{\"type\":\"register\",\"address\":\"t\",\"headers\":{\"delta\":\"TRUE\"}} | INVALID_DELTA",
        "{\"type\":\"send\",\"body\":1}                   | MISSING_TOPIC",
        "{\"type\":\"publish\",\"address\":\"#\"}          | INVALID_TOPIC",
      })
  void bridgeMessagesThatAreNoCommandAreRefused(String message, ErrorCode code) {
    assertThat(code(bridge.read(message))).isEqualTo(code);
  }

  @Test
  void aPayloadIsReadAsItIsWritten() {
    String payload = "{\"price\":1.10,\"big\":12345678901234567890}";

    assertThat(
            json.read(
                "{\"type\":\"publish\",\"key\":\"k\",\"payload\": "
                    + payload
                    + ", \"topic\":\"ticks.USD_JPY\",\"id\":7}"))
        .isEqualTo(new Command.Publish(TOPIC, Optional.of("k"), payload, 7));
    assertThat(
            bridge.read(
                "{\"type\":\"send\",\"address\":\"ticks.USD_JPY\",\"replyAddress\":\"r\",\"body\":"
                    + payload
                    + ",\"headers\":{\"key\":\"k\"}}"))
        .isEqualTo(new Command.Publish(TOPIC, Optional.of("k"), payload, "r"));
    // Without a key a repetition is published twice: null does not count as none.
    assertThat(
            json.read(
                "{\"type\":\"publish\",\"key\":null,\"payload\":{},\"topic\":\"ticks.USD_JPY\"}"))
        .isEqualTo(new Command.Publish(TOPIC, Optional.of(""), "{}", null));
    assertThat(json.read("{\"type\":\"publish\",\"topic\":\"ticks.USD_JPY\"}"))
        .isEqualTo(new Command.Publish(TOPIC, Optional.empty(), "", null));
  }

  @Test
  void aNameThatIsTooLongHasItsOwnCode() {
    String message = "{\"type\":\"register\",\"address\":\"" + "t".repeat(201) + "\"}";

    assertThat(bridge.read(message)).isEqualTo(new Command.Refused(ErrorCode.TOPIC_TOO_LONG));
  }

  @Test
  void bothWiresReadTheirCommands() {
    Optional<Position> since = Optional.of(new Position(3, 17));

    assertThat(json.read("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"since\":\"3.17\"}"))
        .isEqualTo(new Command.Subscribe(TOPIC, since, Pace.UNLIMITED));
    assertThat(
            bridge.read(
                "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\","
                    + "\"headers\":{\"since\":\"3.17\"}}"))
        .isEqualTo(new Command.Subscribe(TOPIC, since, Pace.UNLIMITED));
    assertThat(bridge.read("{\"type\":\"register\",\"address\":\"ticks.USD_JPY\"}"))
        .isEqualTo(new Command.Subscribe(TOPIC, Optional.empty(), Pace.UNLIMITED));
    assertThat(json.read("{\"type\":\"unsubscribe\",\"topic\":\"ticks.USD_JPY\"}"))
        .isEqualTo(bridge.read("{\"type\":\"unregister\",\"address\":\"ticks.USD_JPY\"}"))
        .isEqualTo(new Command.Unsubscribe(TOPIC, null));
    assertThat(json.read("{\"type\":\"ping\"}"))
        .isEqualTo(bridge.read("{\"type\":\"ping\"}"))
        .isEqualTo(new Command.Ping(null));
  }

  @Test
  void bothWiresReadWhetherDifferencesAreWanted() {
    String subscribe = "{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"id\":1,\"delta\":%s}";
    String register =
        "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{\"delta\":\"%s\"}}";

    assertThat(json.read(subscribe.formatted("true")))
        .isEqualTo(new Command.Subscribe(TOPIC, Optional.empty(), Pace.UNLIMITED, true, 1));
    assertThat(json.read(subscribe.formatted("false")))
        .isEqualTo(new Command.Subscribe(TOPIC, Optional.empty(), Pace.UNLIMITED, false, 1));
    assertThat(json.read(subscribe.formatted("1")))
        .isEqualTo(new Command.Refused(ErrorCode.INVALID_DELTA, TOPIC.name(), 1));
    assertThat(bridge.read(register.formatted("true")))
        .isEqualTo(new Command.Subscribe(TOPIC, Optional.empty(), Pace.UNLIMITED, true, null));
    assertThat(bridge.read(register.formatted("yes")))
        .isEqualTo(new Command.Refused(ErrorCode.INVALID_DELTA, TOPIC.name(), null));
  }

  @Test
  void aDifferenceNamesItsTopicAndPosition() {
    Publication tick = Publication.at(TOPIC, new Position(7, 3), "{\"bid\":1.50}");
    String delta =
        "{\"type\":\"delta\",\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":3,"
            + "\"patch\":{\"bid\":1.50}}";

    assertThat(json.writeDelta(tick, "{\"bid\":1.50}")).hasValue(delta.getBytes(UTF_8));
    assertThat(new EnvelopeWire().writeDelta(tick, "{\"bid\":1.50}"))
        .hasValue(delta.getBytes(UTF_8));
    assertThat(bridge.writeDelta(tick, "{\"bid\":1.50}"))
        .hasValue(
            ("{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":" + delta + "}")
                .getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"authorization\":\"Bearer a\"                                | a",
        "\"AUTHORIZATION\":\"bearer a\",\"Token\":\"a\"                | a",
        "\"Authorization\":\"Bearer a\",\"authorization\":\"Bearer b\" | ``",
        "\"authorization\":\"Bearer a\",\"TOKEN\":\"b\"                | ``",
        "\"TOKEN\":7                                                 | ``",
      })
  void theNamesOfHeadersMayBeWrittenInAnyCase(String headers, String token) {
    String message = "{\"type\":\"ping\",\"headers\":{%s}}".formatted(headers);

    assertThat(bridge.read(message))
        .isEqualTo(new Command.With(new Token(token), new Command.Ping(null)));
  }

  @Test
  void aHeaderInTwoCasesThatDifferIsRefused() {
    String register = "{\"type\":\"register\",\"address\":\"t\",\"headers\":{%s}}";

    assertThat(bridge.read(register.formatted("\"Since\":\"3.17\"")))
        .isEqualTo(
            new Command.Subscribe(
                new Topic("t"), Optional.of(new Position(3, 17)), Pace.UNLIMITED));
    assertThat(bridge.read(register.formatted("\"since\":\"3.17\",\"Since\":\"3.18\"")))
        .isEqualTo(new Command.Refused(ErrorCode.INVALID_POSITION, "t", null));
    assertThat(bridge.read(register.formatted("\"maxRate\":1,\"maxrate\":2")))
        .isEqualTo(new Command.Refused(ErrorCode.INVALID_RATE, "t", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"type\":\"subscribe\",\"topic\":\"a b\"                | INVALID_TOPIC",
        "\"type\":\"subscribe\",\"topic\":\"a b\",\"since\":\"\" | INVALID_TOPIC",
        "\"type\":\"unsubscribe\",\"topic\":\"a b\"              | INVALID_TOPIC",
        "\"type\":\"publish\",\"topic\":\"a b\"                  | INVALID_TOPIC",
        "\"type\":\"write\",\"topic\":\"a b\"                    | INVALID_TYPE",
        "\"topic\":\"a b\"                                       | MISSING_TYPE",
      })
  void aRefusedCommandKeepsItsTopicAndItsId(String fields, ErrorCode code) {
    assertThat(refused(json.read("{" + fields + ",\"id\":7}")))
        .isEqualTo(new Command.Refused(code, "a b", 7));
    assertThat(refused(json.read("{" + fields + ",\"id\":\"seven\"}")))
        .isEqualTo(new Command.Refused(code, "a b", "seven"));
    assertThat(refused(json.read("{" + fields + ",\"id\":[7]}")))
        .isEqualTo(new Command.Refused(code, "a b", null));
  }

  @Test
  void aRefusalNamesTopicAndIdInJsonAndTheTopicOnTheBridge() {
    Reply refused = new Reply.Failure(ErrorCode.ACCESS_DENIED, "user.8", 7, AT);

    assertThat(text(json, refused))
        .endsWith("\"timestamp\":\"2026-02-16T13:05:10.123Z\",\"topic\":\"user.8\",\"id\":7}");
    assertThat(text(bridge, new Reply.Failure(ErrorCode.ACCESS_DENIED, "user.8", null, AT)))
        .isEqualTo("{\"type\":\"err\",\"body\":\"access_denied\",\"topic\":\"user.8\"}");
  }

  @Test
  void anEnvelopeNamesTheTopicWhateverFieldsThePublisherChose() {
    Publication forged =
        Publication.at(TOPIC, new Position(3, 17), "{\"type\":\"subscribed\",\"topic\":\"x\"}");

    assertThat(new EnvelopeWire().write(forged))
        .asString()
        .isEqualTo(
            "{\"type\":\"publication\",\"topic\":\"ticks.USD_JPY\",\"epoch\":3,\"offset\":17,"
                + "\"data\":{\"type\":\"subscribed\",\"topic\":\"x\",\"epoch\":3,\"offset\":17}}");
  }

  @Test
  void aPublicationIsItsJsonOrTheBodyOfARec() {
    Publication tick = Publication.at(TOPIC, new Position(3, 17), "{\"bid\":1.5}");

    assertThat(json.write(tick)).asString().isEqualTo("{\"bid\":1.5,\"epoch\":3,\"offset\":17}");
    assertThat(bridge.write(tick))
        .asString()
        .isEqualTo(
            "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\","
                + "\"body\":{\"bid\":1.5,\"epoch\":3,\"offset\":17}}");
    assertThat(bridge.writeSnapshot(tick))
        .asString()
        .isEqualTo(
            "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\","
                + "\"body\":{\"bid\":1.5,\"epoch\":3,\"offset\":17},"
                + "\"headers\":{\"snapshot\":\"true\"}}");
  }

  @Test
  void repliesHaveFixedWords() {
    Optional<Position> head = Optional.of(new Position(3, 17));
    Optional<Reply.Resumption> resumption = Optional.of(new Reply.Resumption(true, 4));

    assertThat(text(json, new Reply.Heartbeat(AT)))
        .isEqualTo("{\"type\":\"heartbeat\",\"timestamp\":\"2026-02-16T13:05:10.123Z\"}");
    assertThat(text(json, new Reply.Failure(ErrorCode.INVALID_PATH, AT)))
        .isEqualTo(
            "{\"type\":\"error\",\"code\":\"INVALID_PATH\",\"message\":\"There is no stream at"
                + " this path.\",\"timestamp\":\"2026-02-16T13:05:10.123Z\"}");
    assertThat(text(json, new Reply.Subscribed(TOPIC, head, false, resumption)))
        .isEqualTo(
            "{\"type\":\"subscribed\",\"topic\":\"ticks.USD_JPY\",\"epoch\":3,\"offset\":17,"
                + "\"recovered\":true,\"replayed\":4}");
    assertThat(text(bridge, new Reply.Failure(ErrorCode.ALREADY_SUBSCRIBED, AT)))
        .isEqualTo("{\"type\":\"err\",\"body\":\"address_already_registered\"}");
    assertThat(text(bridge, new Reply.Trouble(TOPIC, ErrorCode.DB_POLLING_FAILED, AT)))
        .startsWith("{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":{\"type\":\"error\"")
        .contains("\"code\":\"DB_POLLING_FAILED\"");
  }

  @Test
  void theEndOfADisturbanceHasTheCodeOfItsBeginning() {
    Reply over = new Reply.Resumed(TOPIC, ErrorCode.EXCHANGE_UNAVAILABLE, AT);
    String message =
        "{\"type\":\"resumed\",\"code\":\"EXCHANGE_UNAVAILABLE\",\"topic\":\"ticks.USD_JPY\","
            + "\"timestamp\":\"2026-02-16T13:05:10.123Z\"}";

    assertThat(text(json, over)).isEqualTo(message);
    assertThat(text(bridge, over))
        .isEqualTo("{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":" + message + "}");
  }

  @Test
  void aPongHasTheIdOfItsPing() {
    assertThat(json.read("{\"type\":\"ping\",\"id\":\"p1\"}")).isEqualTo(new Command.Ping("p1"));
    assertThat(text(json, new Reply.Pong(AT, "p1"))).endsWith(",\"id\":\"p1\"}");
    assertThat(text(json, new Reply.Pong(AT, null))).doesNotContain("id");
  }

  @Test
  void theBridgeDoesNotAcknowledge() {
    assertThat(bridge.write(new Reply.Pong(AT, null))).isEmpty();
    assertThat(bridge.write(new Reply.Unsubscribed(TOPIC))).isEmpty();
    assertThat(bridge.write(new Reply.Subscribed(TOPIC, Optional.empty(), false, Optional.empty())))
        .isEmpty();
  }

  private static ErrorCode code(Command command) {
    return refused(command).code();
  }

  /** A type that the wire does not know may be one of a feature. */
  private static Command.Refused refused(Command command) {
    return command instanceof Command.Custom custom ? custom.unknown() : (Command.Refused) command;
  }

  private static String text(Wire wire, Reply reply) {
    return new String(wire.write(reply).orElseThrow(), UTF_8);
  }
}
