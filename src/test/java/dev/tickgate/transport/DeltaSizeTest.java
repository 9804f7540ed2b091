package dev.tickgate.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bytes of a publication on a WebSocket: whole, compressed, and as a difference. */
class DeltaSizeTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");

  private static Publication at(long offset, String payload) {
    return Publication.at(TOPIC, new Position(1_795_956_014L, offset), payload);
  }

  private static String ticker(int turn) {
    return ("{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.2%d,\"ask\":151.2%d,"
            + "\"mid\":151.2%d,\"timestamp\":\"2026-02-16T13:05:1%d.123Z\"}")
        .formatted(41 + turn, 45 + turn, 43 + turn, turn);
  }

  /** As a ticker, of which the bid alone has changed since the same second. */
  private static String oneSide(int turn) {
    return "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.2%d,\"ask\":151.249,\"last\":151.245}"
        .formatted(41 + turn);
  }

  /** A book of ten levels on each side, of which one changes. */
  private static String book(int turn) {
    Function<String, String> side =
        name ->
            IntStream.range(0, 10)
                .mapToObj(
                    level ->
                        "\"%s%d\":%s,\"%s_size%d\":%d"
                            .formatted(
                                name,
                                level,
                                "151.2" + (10 + level),
                                name,
                                level,
                                1_000 * (level + 1) + (level == 3 ? turn : 0)))
                .collect(Collectors.joining(","));
    return "{\"type\":\"book\",\"symbol\":\"USD_JPY\",%s,%s}"
        .formatted(side.apply("bid"), side.apply("ask"));
  }

  private record Sizes(int whole, int compressed, int delta, int compressedDelta) {}

  private static Sizes sizes(Function<Integer, String> payload) {
    Publication before = at(122, payload.apply(1));
    Publication now = at(123, payload.apply(2));
    Format format = Format.JSON_WEBSOCKET;
    byte[] whole = format.encode(now);
    byte[] delta = format.encodeDelta(before, now).orElseThrow();
    return new Sizes(whole.length, deflated(whole), delta.length, deflated(delta));
  }

  private static int deflated(byte[] frame) {
    int head = frame.length - 2 > 125 ? 4 : 2;
    String text = new String(frame, head, frame.length - head, UTF_8);
    return Framings.WEBSOCKET_DEFLATED.frame(text.getBytes(UTF_8)).length;
  }

  @Test
  void aDifferenceSavesWhereMuchStaysTheSame() {
    Sizes ticker = sizes(DeltaSizeTest::ticker);
    Sizes side = sizes(DeltaSizeTest::oneSide);
    Sizes book = sizes(DeltaSizeTest::book);
    System.out.printf("a ticker: %s%none side: %s%na book: %s%n", ticker, side, book);

    assertThat(book.delta()).isLessThan(book.whole() / 4).isLessThan(book.compressed());
    // Nearly all of it changes, and the difference names its topic.
    assertThat(ticker.delta()).isBetween(ticker.whole(), ticker.whole() * 5 / 4);
  }
}
