package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The levels of the log, and the variables of the environment that set them. */
class LogLevelVariablesTest {
  private static Level level(String logger, Map<String, String> variables) throws Exception {
    LoggerContext context = new LoggerContext();
    variables.forEach(context::putProperty);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormat.class.getResource("/logback.xml"));
    try {
      return context.getLogger(logger).getEffectiveLevel();
    } finally {
      context.stop();
    }
  }

  @Test
  void anEmptyVariableCountsAsNotSet() throws Exception {
    Map<String, String> empty =
        Map.of("TICKGATE_LOG_LEVEL", "", "TICKGATE_HAZELCAST_LOG_LEVEL", "");

    assertThat(level("dev.tickgate", empty)).isEqualTo(Level.INFO);
    assertThat(level("com.hazelcast", empty)).isEqualTo(Level.ERROR);
  }

  @Test
  void noticesOfADatabaseThatStopsAreNotLogged() throws Exception {
    String name = SocketConnectionBase.class.getName();

    assertThat(level(name, Map.of()).isGreaterOrEqual(Level.ERROR)).isTrue();
  }

  @Test
  void clientsOfKafkaDoNotLogEachFailedConnection() throws Exception {
    assertThat(level("org.apache.kafka.clients.NetworkClient", Map.of())).isEqualTo(Level.ERROR);
    assertThat(level("org.apache.kafka.clients.producer", Map.of())).isEqualTo(Level.WARN);
  }

  @Test
  void aLevelIsThatOfItsLogger() throws Exception {
    Map<String, String> levels =
        Map.of("TICKGATE_LOG_LEVEL", "trace", "TICKGATE_HAZELCAST_LOG_LEVEL", "OFF");

    assertThat(level("dev.tickgate", levels)).isEqualTo(Level.TRACE);
    assertThat(level("com.hazelcast", levels)).isEqualTo(Level.OFF);
  }
}
