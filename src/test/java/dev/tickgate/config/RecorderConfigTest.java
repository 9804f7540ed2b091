package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.recorder.RecorderSettings;
import dev.tickgate.recorder.RecorderSettings.Take;
import dev.tickgate.stream.Topic;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderConfigTest extends ConfigCase {
  @Test
  void nothingIsRecordedWithoutASource() {
    assertThat(config("drain: 1s", DATABASE).recorder()).isEmpty();
  }

  @Test
  void aSourceNamesATopic() {
    assertThat(
            config(
                    "{ exchanges: { gmoFx: { enabled: true } },"
                        + " recorder: { source: gmoFx.USD_JPY, take: last, closed: true } }",
                    DATABASE)
                .recorder())
        .contains(
            new RecorderSettings(
                new Topic("ticks.gmoFx.USD_JPY"), "ticker_usd_jpy", Take.LAST, true));
  }

  @Test
  void wrongSettingsAreRefused() {
    Path file = file("recorder: { source: \"a b\", table: a.b.c, take: all, closed: maybe }");
    assertThat(errors(file, DATABASE))
        .containsExactlyInAnyOrder(
            "recorder.source: \"a b\" is not a source of quotes (gmoFx.USD_JPY), from " + file,
            "recorder.table: \"a.b.c\" is not a table (table or schema.table), from " + file,
            "recorder.take: \"all\" is not one of [first, last, ohlc], from " + file,
            "recorder.closed: \"maybe\" is not one of [true, false], from " + file);
  }

  @Test
  void aSourceThatNoFeedHasIsRefusedWhereItWouldBeRecorded() {
    String text = "recorder: { source: gmoFx.USD_JPY }";
    Path file = file(text);

    assertThat(errors(file, DATABASE))
        .containsExactly("recorder.source: no feed has ticks.gmoFx.USD_JPY, from " + file);
    assertThat(config("{ roles: [gateway], " + text + " }", DATABASE).recorder()).isPresent();
    assertThat(config("{ topics: [{ topics: ticks.gmoFx.* }], " + text + " }", DATABASE).recorder())
        .isPresent();
  }

  @Test
  void theRowsOfATableAreNotInsertedIntoItAgain() {
    assertThat(
            errors(
                null,
                Map.of(
                    "DATABASE_URL",
                    "postgresql://me@db/quotes",
                    "TICKGATE_RECORDER_SOURCE",
                    "USD_JPY")))
        .containsExactly(
            "recorder.source: ticks.USD_JPY has the rows of ticker_usd_jpy, into which they would"
                + " be inserted again, from TICKGATE_RECORDER_SOURCE");
  }
}
