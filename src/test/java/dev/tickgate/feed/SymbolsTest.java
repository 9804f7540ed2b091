package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolsTest {
  private static final Symbols.Column COLUMN =
      new Symbols.Column("symbol", "ticks.")
          .beside(
              List.of(
                  new TopicFilter("ticks.*"),
                  new TopicFilter("ticks.USD_JPY"),
                  new TopicFilter("ticks.fx.*"),
                  new TopicFilter("quotes.EUR_USD")));

  @Test
  void aSymbolOfAColumnHasATopicOfItsOwn() {
    assertThat(COLUMN.problem("EUR_USD")).isEmpty();
    assertThat(COLUMN.topic("EUR_USD")).isEqualTo(new Topic("ticks.EUR_USD"));
    assertThat(COLUMN.topics()).isEqualTo(new TopicFilter("ticks.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "USD JPY", "USD_JPY ", "é", "-A", ".", "A\n", "A\"", "A*"})
  void aTextThatIsNoSymbolIsDropped(String text) {
    assertThat(COLUMN.problem(text)).contains(DropReason.INVALID_SYMBOL);
  }

  @Test
  void aSymbolHasAtMost64Characters() {
    assertThat(COLUMN.problem("A".repeat(64))).isEmpty();
    assertThat(COLUMN.problem("A".repeat(65))).contains(DropReason.INVALID_SYMBOL);
    assertThat(COLUMN.problem(null)).contains(DropReason.INVALID_SYMBOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USD_JPY", "fx.A", "fx.A.B"})
  void aSymbolWhoseTopicIsOfAnotherFeedIsDropped(String symbol) {
    assertThat(COLUMN.problem(symbol)).contains(DropReason.SYMBOL_OF_ANOTHER_FEED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "ticks", "ticks*.", "ticks..é."})
  void aPrefixIsTheBeginningOfTopics(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Symbols.Column("symbol", prefix));
  }

  @Test
  void theLongestSymbolBehindTheLongestPrefixIsATopic() {
    Symbols.Column longest = new Symbols.Column("symbol", "a".repeat(135) + ".");

    assertThat(longest.topic("A".repeat(64)).name()).hasSize(Topic.MAX_LENGTH);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Symbols.Column("symbol", "a".repeat(136) + "."));
  }
}
