package dev.tickgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {
  private static final String NAME = "dev.tickgate.levels";

  private final AtomicLong nanos = new AtomicLong();
  private final LogLevels levels = new LogLevels(nanos::get);
  private final Logger logger = (Logger) LoggerFactory.getLogger(NAME + ".Part");

  @AfterEach
  void restore() {
    levels.reset(NAME);
  }

  @Test
  void aLevelHoldsForItsTimeAndThenTheOneOfBefore() {
    assertThat(logger.isTraceEnabled()).isFalse();

    levels.set(NAME, Level.TRACE, Duration.ofSeconds(60));
    levels.expire();
    assertThat(logger.isTraceEnabled()).isTrue();
    assertThat(levels.json().encode())
        .isEqualTo(
            "{\"loggers\":[{\"logger\":\"%s\",\"level\":\"TRACE\",\"seconds_left\":60}]}"
                .formatted(NAME));

    nanos.set(Duration.ofSeconds(60).toNanos());
    levels.expire();
    assertThat(logger.isTraceEnabled()).isFalse();
    assertThat(levels.json().encode()).isEqualTo("{\"loggers\":[]}");
  }

  @Test
  void aSecondChangeKeepsTheLevelOfBeforeTheFirst() {
    levels.set(NAME, Level.TRACE, Duration.ofSeconds(60));
    levels.set(NAME, Level.OFF, Duration.ofSeconds(60));
    assertThat(logger.isErrorEnabled()).isFalse();

    levels.reset(NAME);
    assertThat(logger.isErrorEnabled()).isTrue();
    assertThat(logger.isTraceEnabled()).isFalse();
  }

  @Test
  void onlySoManyLoggersDiffer() {
    for (int i = 0; i < LogLevels.MOST; i++) {
      assertThat(levels.set(NAME + i, Level.DEBUG, Duration.ofSeconds(1))).isTrue();
    }
    assertThat(levels.set(NAME, Level.DEBUG, Duration.ofSeconds(1))).isFalse();

    nanos.set(Duration.ofSeconds(1).toNanos());
    levels.expire();
    assertThat(levels.set(NAME, Level.DEBUG, Duration.ofSeconds(1))).isTrue();
  }
}
