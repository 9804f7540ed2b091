package dev.tickgate.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseOutageTest {
  @Test
  void aDatabaseThatDoesNotAnswerIsNoProblemOfTheNode() {
    for (Throwable failure :
        List.of(
            new ConnectException("Connection refused"),
            new TimeoutException("10 s"),
            ClosedConnectionException.INSTANCE)) {
      assertThat(DatabaseOutage.problemBeside(failure)).as("%s", failure).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "57P01, true",
    "57P03, true",
    "57014, true",
    "53300, true",
    "08006, true",
    "42P01, false",
    "42501, false",
    "22P02, false"
  })
  void aRefusalIsOne(String state, boolean outage) {
    PgException failure = new PgException("the reason", "ERROR", state, null);

    assertThat(DatabaseOutage.is(failure)).isEqualTo(outage);
    assertThat(DatabaseOutage.problemBeside(failure).isEmpty()).isEqualTo(outage);
  }

  @Test
  void aFaultOfOurOwnIsOne() {
    assertThat(DatabaseOutage.problemBeside(new IllegalStateException("a bug"))).contains("a bug");
  }
}
