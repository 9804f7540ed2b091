package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.recorder.RecorderSettings;
import dev.tickgate.recorder.RecorderSettings.Take;
import dev.tickgate.stream.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoConfigTest extends ConfigCase {
  @Test
  void aProcessWithAllRolesRecordsTheQuotesOfASimulatedExchange() {
    Config config = config("drain: 1s", Map.of());

    assertThat(config.demo().onExchange()).isTrue();
    assertThat(config.exchanges()).containsExactly(ExchangeSettings.simulated("gmoFx"));
    assertThat(config.recorder())
        .contains(
            new RecorderSettings(
                new Topic("ticks.gmoFx.USD_JPY"), "ticker_usd_jpy", Take.FIRST, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "roles: [poller, recorder, gateway]",
        "demo: { source: rows }",
        "demo: { rate: 2 }",
        "exchanges: { kraken: { enabled: true } }",
        "{ demo: { enabled: true }, feeds: [{ name: a, table: t, key: id }] }"
      })
  void otherwiseTheDemoInsertsRowsItself(String yaml) {
    Config config = config(yaml, Map.of());

    assertThat(config.demo().enabled()).isTrue();
    assertThat(config.demo().onExchange()).isFalse();
    assertThat(config.recorder()).isEmpty();
    assertThat(config.exchanges()).noneMatch(ExchangeSettings::isSimulated);
  }

  @Test
  void aProcessWithoutTheDemoSimulatesNoExchange() {
    Config config = config("demo: { source: exchange }", DATABASE);

    assertThat(config.demo().onExchange()).isFalse();
    assertThat(config.exchanges()).isEmpty();
  }

  @Test
  void processesWithTheirOwnRolesHaveTheSimulatedExchangeTogether() {
    String demo = ", demo: { enabled: true, source: exchange } }";

    for (String role : List.of("exchange", "recorder", "gateway")) {
      Config config = config("{ roles: [" + role + "]" + demo, DATABASE);
      assertThat(config.exchanges()).singleElement().matches(ExchangeSettings::isSimulated);
      assertThat(config.recorder().orElseThrow().topic().name()).isEqualTo("ticks.gmoFx.USD_JPY");
    }
  }

  @Test
  void aSimulatedExchangeThatCannotBeTheSourceIsRefused() {
    String demo = "demo: { enabled: true, source: exchange";
    assertThat(errors(file(demo + ", rate: 10 }"), DATABASE))
        .singleElement()
        .asString()
        .startsWith("demo.source: cannot be exchange: demo.rate is not 1");
    Path file = file("{ exchanges: { gmoFx: { enabled: true } }, " + demo + " } }");
    assertThat(errors(file, DATABASE))
        .containsExactly(
            "demo.source: cannot be exchange: exchanges.gmoFx.enabled is true, and quotes of the"
                + " demo beside real ones would mislead, from "
                + file);
  }
}
