package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RelayReportTest {
  private static final String PART = "stopped-by-its-test";

  private final List<Boolean> running = new ArrayList<>();
  private final RelayReport report =
      new RelayReport("redis", PART, new Recorded(), InstantSource.system());
  @Fixture private final LogFixture log = LogFixture.of(RelayReport.class);

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

  /** Other tests may log at the same time. */
  private long lines() {
    return log.events().stream()
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
