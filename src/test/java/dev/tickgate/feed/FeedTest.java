package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tickgate.store.Identifier;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
  private static final Key KEY = new Key.Time("time", Key.Time.DEFAULT_LOOKBACK);
  private static final Feed.Columns COLUMNS = new Feed.Columns("time", "bid", "ask");

  @Test
  void namesOfTheDatabaseAreQuotedAndCannotBecomeStatements() {
    assertThat(Identifier.quotedPath("market.Tick\";drop table x;--"))
        .isEqualTo("\"market\".\"Tick\"\";drop table x;--\"");
  }

  @Test
  void aNameWithADotStandsInQuotes() {
    assertThat(Identifier.quotedPath("market.\"quotes.v2\"")).isEqualTo("\"market\".\"quotes.v2\"");
    assertThat(Identifier.plainPath("market.\"quotes.v2\"")).isEqualTo("market.quotes.v2");
    assertThat(Identifier.quotedPath("\"a\"\"b\"")).isEqualTo("\"a\"\"b\"");
    assertThat(Identifier.plainPath("\"a\"\"b\"")).isEqualTo("a\"b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a.", ".a", "a.b.c", "a\0b", "\"a", "\"a\"b", "\"\"", "\"a\"\"", "é.é.é"})
  void whatIsNoTableIsRefused(String table) {
    assertThatIllegalArgumentException().isThrownBy(() -> feed("usd_jpy", "USD_JPY", table, 250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a'b", "é"})
  void whatIsNoNameIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> feed(name, "USD_JPY", "t", 250));
    assertThatIllegalArgumentException().isThrownBy(() -> feed("a", name, "t", 250));
  }

  @Test
  void aPollThatIsTooShortOrTooLongIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> feed("a", "A", "t", 9));
    assertThatIllegalArgumentException().isThrownBy(() -> feed("a", "A", "t", 60_001));
  }

  @Test
  void theTopicIsThatOfTheSymbolAndTheChannelThatOfTheName() {
    Feed feed = feed("usd_jpy", "USD_JPY", "ticker_usd_jpy", 250);
    assertThat(feed.topic()).contains(Topic.ofTicks("USD_JPY"));
    assertThat(feed.channel()).isEqualTo("tickgate_usd_jpy");
  }

  private static Feed feed(String name, String symbol, String table, long poll) {
    return new Feed(name, symbol, table, KEY, COLUMNS, Duration.ofMillis(poll));
  }
}
