package dev.tickgate.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1763798400.17", "9007199254740991.9007199254740991"})
  void isReadAsItIsWritten(String text) {
    assertThat(Position.parse(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        ".",
        "1",
        "1.",
        ".1",
        "0.1",
        "-1.1",
        "1.-1",
        "01.1",
        "1.01",
        "1.1.1",
        " 1.1",
        "1.1\n",
        "9007199254740992.1",
        "1.9007199254740992",
        "99999999999999999999.1",
        "a.b",
        "１.１"
      })
  void anythingElseIsNoPosition(String text) {
    assertThat(Position.parse(text)).isEmpty();
  }

  @Test
  void epochZeroIsNoPosition() {
    assertThatThrownBy(() -> new Position(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
