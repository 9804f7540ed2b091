package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tickgate.cluster.ClusterSettings.Members;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClusterJoinTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ClusterJoin.class);

  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
          lines.add(line);
        }
      };

  private static ClusterSettings at(int port) {
    return ClusterCase.settings("a", true, port, new Members(List.of("db:5432")));
  }

  @BeforeEach
  void listen() {
    appender.start();
    LOGGER.addAppender(appender);
  }

  @AfterEach
  void stop() {
    LOGGER.detachAppender(appender);
  }

  @Test
  void aStartThatWaitsForTheClusterSaysSoAndOneThatHasJoinedDoesNot() {
    Promise<String> joined = Promise.promise();
    joined.complete("joined");
    ClusterJoin.watched(joined.future(), at(5701), Duration.ofMillis(1));
    ClusterJoin.watched(Promise.promise().future(), at(5711), Duration.ofMillis(100));

    await().until(() -> !lines.isEmpty());

    assertThat(lines).singleElement().extracting("message").isEqualTo("cluster.join_slow");
    assertThat(lines.get(0).getKeyValuePairs().toString()).contains("5711").contains("db:5432");
  }
}
