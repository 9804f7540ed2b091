package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Topic;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPositionTest {
  private static final Set<Topic> ORDERS = Set.of(new Topic("events.orders"));

  @ParameterizedTest
  @ValueSource(
      strings = {"7.0", "7.19", "7.19+A:25", "7.19+:20+A:25+PRICE_CHANGE:9007199254740991"})
  void whatIsWrittenIsReadAgain(String text) {
    assertThat(ChannelPosition.parse(text)).hasToString("Optional[" + text + "]");
  }

  @Test
  void aTypeThatIsNotAheadIsLeftOut() {
    assertThat(ChannelPosition.parse("7.19+A:19+B:3")).hasToString("Optional[7.19]");
  }

  @Test
  void itHasWhatIsBeforeItAndWhatItsTypesHave() {
    ChannelPosition position = ChannelPosition.parse("7.19+A:25").orElseThrow();

    assertThat(position.has("B", 19)).isTrue();
    assertThat(position.has("B", 20)).isFalse();
    assertThat(position.has("A", 25)).isTrue();
    assertThat(position.has("A", 26)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "7",
        "7.1+",
        "7.1+a:2",
        "7.1+A",
        "7.1+A:",
        "7.1+A:0",
        "7.1+A:99999999999999999",
        "7.1+A:2 "
      })
  void whatIsNoPositionIsRefused(String text) {
    assertThat(ChannelPosition.parse(text)).isEmpty();
  }

  @Test
  void anIdKeepsTheChannelsThatAreAskedFor() {
    assertThat(EventId.parse("events.orders=7.1,events.pricing=7.2+A:3", ORDERS).orElseThrow())
        .containsOnlyKeys(new Topic("events.orders"));
    assertThat(EventId.parse("events.pricing=7.2", ORDERS).orElseThrow()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.19", "events.orders", "events.orders=7.1,", "=7.1", "events.orders=x"})
  void whatIsNoIdIsRefused(String id) {
    assertThat(EventId.parse(id, ORDERS)).isEmpty();
  }
}
