package dev.tickgate.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BusCodecTest {
  private static final Topic TOPIC = Topic.ofTicks("USD_JPY");

  @Test
  void aReportOfTheVersionBeforeIsRead() {
    DemandReport report =
        new DemandReport("presence", 3, "node", 7, true, List.of(TOPIC), List.of(), List.of(TOPIC));
    JsonObject sent = BusCodec.encode(report);
    assertThat(BusCodec.demandReport("presence", sent)).isEqualTo(report);

    sent.remove("abandoned");

    assertThat(BusCodec.demandReport("presence", sent).abandoned()).isEmpty();
    assertThat(BusCodec.demandReport("presence", sent).wanted()).containsExactly(TOPIC);
  }

  @Property
  void aPriceOfFifteenDigitsArrivesAsItWasPublished(
      @ForAll @LongRange(min = 100_000_000_000_000L, max = 999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 1, max = 15) int decimals) {
    String price = BigDecimal.valueOf(digits, decimals).stripTrailingZeros().toPlainString();
    String json = "{\"bid\":" + price + "}";
    Publication published = Publication.at(TOPIC, new Position(1, 1), json);

    JsonObject received = new JsonObject(BusCodec.body(published).toBuffer());

    byte[] arrived = BusCodec.publication(TOPIC, received).json();
    assertThat(new String(arrived, StandardCharsets.UTF_8))
        .isEqualTo(new String(published.json(), StandardCharsets.UTF_8));
  }
}
