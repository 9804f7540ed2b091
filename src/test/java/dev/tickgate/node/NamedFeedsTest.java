package dev.tickgate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.endpoint.Instrument;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedFeedsTest {
  private static boolean isDemo(Map<String, String> environment) {
    Ready ready = (Ready) Config.load(Optional.empty(), environment, Optional.empty());
    Config config = ready.config();
    return NamedFeeds.of(config, config.feeds()).instruments().named().stream()
        .anyMatch(Instrument::demo);
  }

  @Test
  void theTableOfTheDemoIsMarkedUnlessQuotesOfARealExchangeAreRecorded() {
    assertThat(isDemo(Map.of())).isTrue();
    assertThat(isDemo(Map.of("TICKGATE_DEMO_SOURCE", "rows"))).isTrue();
    assertThat(
            isDemo(
                Map.of(
                    "TICKGATE_EXCHANGES_GMO_FX_ENABLED",
                    "true",
                    "TICKGATE_RECORDER_SOURCE",
                    "gmoFx.USD_JPY")))
        .isFalse();
  }
}
