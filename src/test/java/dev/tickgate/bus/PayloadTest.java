package dev.tickgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.Payload.Invalid;
import dev.tickgate.bus.Payload.Valid;
import dev.tickgate.protocol.ClientJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  @Test
  void keepsEveryDigitAndTheOrderOfTheFields() {
    String text = "{\"z\":1.10,\"a\":123456789012345678901234567890.00001,\"e\":1E400,\"y\":-0}";

    assertThat(Payload.of(text)).isEqualTo(new Valid(text));
  }

  @Test
  void hasNoWhiteSpaceBetweenItsTokens() {
    assertThat(Payload.of(" {\r\n\t\"a b\" : [ 1 , \"c \\\" } d\\\\\" ] }\n"))
        .isEqualTo(new Valid("{\"a b\":[1,\"c \\\" } d\\\\\"]}"));
  }

  @Test
  void mayHaveFieldsNamedLikeThePositionFurtherInside() {
    String text = "{\"a\":{\"epoch\":1},\"b\":[{\"offset\":2}]}";

    assertThat(Payload.of(text)).isEqualTo(new Valid(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"epoch\":1}",
        "{\"offset\":null}",
        "{\"a\":1,\"skipped\":77}",
        "{\"\\u0065poch\":{\"a\":[]},\"b\":2}",
        "{\"a\":{},\"off\\u0073et\":1}"
      })
  void hasNoFieldOfTheServer(String text) {
    assertThat(Payload.of(text)).isEqualTo(Invalid.HAS_SERVER_FIELD);
  }

  @Test
  void isThere() {
    assertThat(Payload.of("")).isEqualTo(Invalid.MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "[{\"a\":1},]",
        "[{\"a\":1}] 2",
        "{} 2",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1} 2",
        "{\"a\":1}{\"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{\"a\":\"\n\"}",
        "{\"a\":1} //",
        "\ufeff{\"a\":1}",
        "{\"epoch\":1"
      })
  void isJsonAndNothingElse(String text) {
    assertThat(Payload.of(text)).isEqualTo(Invalid.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"a\"", "[]", "[{\"a\":1}]"})
  void isAnObject(String text) {
    assertThat(Payload.of(text)).isEqualTo(Invalid.NOT_AN_OBJECT);
  }

  @Test
  void hasAField() {
    assertThat(Payload.of(" { } ")).isEqualTo(Invalid.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"\\u0061\":3}",
        "{\"a\":[{\"b\":{\"c\":1,\"d\":2,\"c\":3}}]}",
        "{\"a\":1,\"epoch\":1,\"a\":1}"
      })
  void hasNoTwoFieldsOfOneName(String text) {
    assertThat(Payload.of(text)).isEqualTo(Invalid.NAME_TWICE);
  }

  @Test
  void isNotNestedDeeperThanACommandCanCarryIt() {
    String most = nested(Payload.MOST_DEPTH);
    String command = "{\"type\":\"publish\",\"topic\":\"events.x\",\"payload\":%s}";

    assertThat(Payload.of(most)).isEqualTo(new Valid(most));
    assertThat(ClientJson.object(command.formatted(most))).isPresent();
    assertThat(Payload.of(nested(Payload.MOST_DEPTH + 1))).isEqualTo(Invalid.TOO_DEEP);
    assertThat(ClientJson.object(command.formatted(nested(Payload.MOST_DEPTH + 1)))).isEmpty();
    assertThat(Payload.of(nested(2_000))).isEqualTo(Invalid.TOO_DEEP);
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  @Test
  void hasAtMost64KiBInUtf8() {
    int most = 64 << 10;
    String ascii = "{\"a\":\"" + "x".repeat(most - 8) + "\"}";
    String wide = "{\"a\":\"" + "é".repeat((most - 8) / 2) + "\"}";

    assertThat(Payload.of(ascii)).isEqualTo(new Valid(ascii));
    assertThat(Payload.of(wide)).isEqualTo(new Valid(wide));
    assertThat(Payload.of(ascii + " ")).isEqualTo(Invalid.TOO_LARGE);
    assertThat(Payload.of(wide + " ")).isEqualTo(Invalid.TOO_LARGE);
  }

  @Test
  void takesNumbersOfAnyLength() {
    String text = "{\"a\":" + "9".repeat(5_000) + "}";

    assertThat(Payload.of(text)).isEqualTo(new Valid(text));
  }
}
