package dev.tickgate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void everyKindOfValueIsRead() {
    Map<?, ?> read =
        JsonReader.object(
            " { \"a\" : [ 1 , -2.5e1 , true , false , null , {} , [] ] ,\n\"b\\\"\\u0041\":\"\\\\\\n\\/é\" } ");

    assertThat(read.get("a"))
        .isEqualTo(Arrays.asList(1L, -25.0, true, false, null, Map.of(), List.of()));
    assertThat(read.get("b\"A")).isEqualTo("\\\n/é");
  }

  @Test
  void whatWasQuotedIsReadAsItWas() {
    String text = "\"\\ \u0000\u001f\t\n é \uD83D\uDE00 </script>";

    assertThat(JsonReader.object("{\"x\":" + JsonText.quote(text) + "}").get("x")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "[]",
        "null",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "{\"a\":\"",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":1.2.3}",
        "{\"a\":-}",
        "{\"a\":99999999999999999999}",
        "{a:1}",
        "{\"a\":[1 2]}"
      })
  void aTextThatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.object(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTextThatIsTooDeepIsRefused() {
    String deep = "{\"a\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> JsonReader.object(deep)).isInstanceOf(IllegalArgumentException.class);
  }
}
