package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions that the server ended are counted each, and logged without filling the log. */
class EndedSessionsTest {
  @Fixture private final LogFixture log = LogFixture.of(EndedSessions.class);
  private final HubFixture bed = new HubFixture();

  @Test
  void areCountedByTheirCodeAndNotTwice() {
    HubFixture.Client client = bed.client(USD_JPY);

    bed.hub.sessions().end(client.session, CloseCode.SLOW);
    bed.hub.sessions().end(client.session, CloseCode.SILENT);
    bed.hub.sessions().closed(bed.client(USD_JPY).session);

    assertThat(bed.ended).containsExactly(CloseCode.SLOW);
  }

  @Test
  void areLoggedTheFirstAtOnceAndTheOthersOnceAMinute() {
    for (int i = 0; i < 100; i++) {
      bed.hub.sessions().end(bed.client(USD_JPY).session, CloseCode.SLOW);
    }
    assertThat(lines()).containsExactly(first());

    pass(59);
    assertThat(lines()).containsExactly(first());
    pass(2);
    pass(61);

    assertThat(lines()).containsExactly(first(), line(99));
    assertThat(bed.ended).hasSize(100);
  }

  @Test
  void areNotLoggedWhereTheNodeStops() {
    bed.hub.sessions().end(bed.client(USD_JPY).session, CloseCode.GOING_AWAY);

    assertThat(bed.ended).containsExactly(CloseCode.GOING_AWAY);
    assertThat(lines()).isEmpty();
  }

  private void pass(int seconds) {
    bed.alarms.pass(seconds * 1_000L);
    bed.hub.tickAlive();
  }

  private List<String> lines() {
    return log.events().stream().map(line -> line.getMessage() + line.getKeyValuePairs()).toList();
  }

  /** The first one is a session of which the log has the request. */
  private static String first() {
    return line(1).replace("]", ", request=\"\"]");
  }

  private static String line(int sessions) {
    return "session.ended[code=\"4008\", reason=\"slow\", sessions=\"" + sessions + "\"]";
  }
}
