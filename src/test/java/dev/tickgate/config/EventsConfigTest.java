package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.config.Config.Loading;
import dev.tickgate.event.Channel;
import dev.tickgate.event.EventSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channels of events, and the variables of the system whose names they keep. */
class EventsConfigTest {
  @TempDir private Path directory;

  @Test
  void withoutAnythingThereAreFourChannels() throws IOException {
    EventSettings events = ready("", Map.of());

    assertThat(events.enabled()).isTrue();
    assertThat(events.batchWindow()).isEqualTo(Duration.ofMillis(500));
    assertThat(events.heartbeat()).isEqualTo(Duration.ofSeconds(30));
    assertThat(events.channels())
        .containsExactly(
            new Channel("inventory", List.of("INVENTORY_CHANGE"), false),
            new Channel("orders", List.of("ORDER_RECEIVED"), false),
            new Channel("pricing", List.of("PRICE_CHANGE"), false),
            new Channel("listings", List.of("LISTING_UPDATE"), false));
    assertThat(events.channels().get(1).topic().name()).isEqualTo("events.orders");
  }

  @Test
  void aListOfYourOwnReplacesThem() throws IOException {
    String yaml = "events: { channels: [{ name: people, types: [JOINED, LEFT], idsOnly: true }] }";

    assertThat(ready(yaml, Map.of()).channels())
        .containsExactly(new Channel("people", List.of("JOINED", "LEFT"), true));
  }

  @Test
  void theVariablesOfTheOldSystemAreMilliseconds() throws IOException {
    EventSettings events =
        ready(
            "",
            Map.of(
                "SSE_HEARTBEAT_INTERVAL", "15000",
                "SSE_DEBOUNCE_WINDOW", "250",
                "REALTIME_ENABLED", "false"));

    assertThat(events.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    assertThat(events.batchWindow()).isEqualTo(Duration.ofMillis(250));
    assertThat(events.enabled()).isFalse();
  }

  @Test
  void ourOwnVariablesWinAndHaveUnits() throws IOException {
    EventSettings events =
        ready("", Map.of("SSE_DEBOUNCE_WINDOW", "250", "TICKGATE_EVENTS_BATCH_WINDOW", "2s"));

    assertThat(events.batchWindow()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channels: orders | not a list of channels",
        "channels: [orders] | events.channels[0]: not {name: orders, types: [ORDER_RECEIVED]",
        "channels: [{ name: Orders, types: [A] }] | idsOnly: false}: name must be 1 to 64 of",
        "channels: [{ name: orders, types: [A], color: red }] | idsOnly: false}: there is no key color",
        "channels: [{ name: orders, types: [A], idsOnly: 1 }] | idsOnly: false}: idsOnly must be true or",
        "channels: [{ name: orders, types: A }] | idsOnly: false}: types must be a list",
        "channels: [{ name: orders, types: [] }] | a channel needs at least one type",
        "channels: [{ name: orders, types: [a] }] | \"a\" is not a type",
        "channels: [{ name: a, types: [A] }, { name: a, types: [B] }] | for the channel a",
        "channels: [{ name: a, types: [A] }, { name: b, types: [A] }] | of the channel a already",
        "batch: { window: 11s } | a duration from 0ms to 10s",
        "realtime: { heartbeat: 1 } | a duration from 1s to 10m"
      })
  void anErrorNamesTheEntryAndWhatIsWrongWithIt(String events, String error) throws IOException {
    Loading loading = load("events: { " + events + " }", Map.of());

    assertThat(loading).isInstanceOf(Loading.Refused.class);
    assertThat(((Loading.Refused) loading).errors())
        .anySatisfy(at -> assertThat(at).contains(error));
  }

  private EventSettings ready(String yaml, Map<String, String> environment) throws IOException {
    Loading loading = load(yaml, environment);
    assertThat(loading).isInstanceOf(Loading.Ready.class);
    return ((Loading.Ready) loading).config().realtime();
  }

  private Loading load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(directory.resolve("tickgate.yaml"), yaml);
    Map<String, String> all = new HashMap<>(environment);
    all.put("DATABASE_URL", "postgresql://me@db/quotes");
    return Config.load(Optional.of(file), all, Optional.empty());
  }
}
