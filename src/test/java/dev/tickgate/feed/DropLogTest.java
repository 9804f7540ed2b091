package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.LogFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DropLogTest {
  private static final SourceRow ROW = new SourceRow(RowId.of(1), null, 1L, "0", "1");
  private Duration now = Duration.ZERO;
  private int counted;
  private final DropLog log =
      new DropLog(
          "f",
          new FeedMetrics() {
            @Override
            public void dropped(DropReason reason, int count) {
              counted += count;
            }
          },
          () -> now.toNanos());

  @Test
  void aRowWithoutASymbolIsLoggedWithTheRuleOfSymbols() {
    LogFixture lines = LogFixture.of(DropLog.class);
    try (lines) {
      log.dropped(DropReason.INVALID_SYMBOL, ROW);
      log.flush();
    }

    assertThat(lines.events())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getKeyValuePairs())
                    .anyMatch(pair -> pair.key.equals("hint") && pair.value == Symbols.RULE));
  }

  @Test
  void oneLineAMinuteIsWrittenHoweverManyRowsAreDropped() {
    assertThat(log.flush()).isFalse();
    log.dropped(DropReason.NOT_POSITIVE, ROW);
    assertThat(log.flush()).isTrue();
    for (int i = 0; i < 59; i++) {
      now = now.plusSeconds(1);
      log.dropped(DropReason.CROSSED, ROW);
      assertThat(log.flush()).isFalse();
    }
    now = now.plusSeconds(1);
    assertThat(log.flush()).isTrue();
    now = now.plusSeconds(61);
    assertThat(log.flush()).isFalse();
    assertThat(counted).isEqualTo(60);
  }
}
