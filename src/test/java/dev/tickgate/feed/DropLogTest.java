package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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
    Logger logger = (Logger) LoggerFactory.getLogger(DropLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      log.dropped(DropReason.INVALID_SYMBOL, ROW);
      log.flush();
    } finally {
      logger.detachAppender(lines);
    }

    assertThat(lines.list)
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
