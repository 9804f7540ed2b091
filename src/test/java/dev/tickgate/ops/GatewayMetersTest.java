package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.http.Limit;
import org.junit.jupiter.api.Test;

class GatewayMetersTest {
  @Test
  void whatClientsRunIntoIsCountedByItsName() {
    try (Meters meters = new Meters("test")) {
      GatewayMeters gateway = new GatewayMeters(meters);
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
