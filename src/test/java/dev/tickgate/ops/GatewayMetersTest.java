package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.http.Limit;
import dev.tickgate.hub.SessionTraces;
import dev.tickgate.protocol.CloseCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayMetersTest {
  @Test
  void theSessionsThatTheServerEndedAreCountedByTheirCode() {
    try (Meters meters = new Meters("test")) {
      GatewayMeters gateway = new GatewayMeters(meters, SessionTraces.NONE, Optional.empty());
      gateway.ended(CloseCode.SLOW);

      assertThat(meters.scrape())
          .contains("tickgate_sessions_ended_total{code=\"4008\"} 1.0")
          .contains("tickgate_sessions_ended_total{code=\"4429\"} 0.0");
    }
  }

  @Test
  void theCountersOfAFeedAreThereBeforeItsFirstEvent() {
    try (Meters meters = new Meters("test")) {
      new GatewayMeters(meters, SessionTraces.NONE, Optional.empty()).serves("events");

      assertThat(meters.scrape())
          .contains("tickgate_replica_received_total{feed=\"events\"} 0.0")
          .contains("tickgate_replica_duplicates_total{feed=\"events\"} 0.0")
          .contains("tickgate_replica_gaps_total{feed=\"events\"} 0.0")
          .contains("tickgate_replica_restarts_total{feed=\"events\"} 0.0")
          .contains("tickgate_replica_stale{feed=\"events\"} 0.0");
    }
  }

  @Test
  void whatClientsRunIntoIsCountedByItsName() {
    try (Meters meters = new Meters("test")) {
      GatewayMeters gateway = new GatewayMeters(meters, SessionTraces.NONE, Optional.empty());
      gateway.reached(Limit.CONNECTIONS_PER_ADDRESS);
      gateway.overSubscribed();

      assertThat(meters.scrape())
          .contains("tickgate_limited_total{limit=\"connections_per_address\"} 1.0")
          .contains("tickgate_limited_total{limit=\"subscriptions\"} 1.0")
          .contains("tickgate_limited_total{limit=\"connections\"} 0.0")
          .contains("tickgate_limited_total{limit=\"message\"} 0.0")
          .contains("tickgate_limited_total{limit=\"commands\"} 0.0");
    }
  }
}
