package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RelayReportTest {
  private static final String PART = "stopped-by-its-test";

  private final List<Boolean> running = new ArrayList<>();
  private final RelayReport report =
      new RelayReport("redis", PART, new Recorded(), InstantSource.system());
  private final Logger logger = (Logger) LoggerFactory.getLogger(RelayReport.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private final class Recorded implements RelayMetrics {
    @Override
    public void running(boolean is) {
      running.add(is);
    }

    @Override
    public void behind(OptionalLong count) {}

    @Override
    public void count(RelayEvent event, long count) {}
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void detach() {
    logger.detachAppender(log);
  }

  /** Other tests may log at the same time. */
  private long lines() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getKeyValuePairs().toString().contains(PART))
        .count();
  }

  @Test
  void aRetryThatSucceedsAfterTheStopChangesNeitherTheMetricNorTheLog() {
    report.failing("NO_LEADER");
    report.stopped();
    report.running();
    report.failing("NO_LEADER");

    assertThat(running).containsExactly(false, false);
    assertThat(lines()).isEqualTo(1);
  }
}
