package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.endpoint.Samples.Span;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final Instant START = Instant.parse("2026-02-16T13:05:00Z");

  @Test
  void anIntervalHasItsFirstAndLastPublicationAndItsExtremes() {
    List<Publication> memory =
        List.of(
            tick(7, "13:05:00.100", "151.2"),
            tick(8, "13:05:00.900", "151.4"),
            tick(9, "13:05:00.500", "151.1"),
            tick(10, "13:05:03.000", "151.3"));

    assertThat(Samples.of(memory, span(0, 10)).values())
        .containsExactly(
            new Sample(at("00.100"), at("00.900"), 151.2, 151.1, 151.4, 151.1, 3),
            new Sample(at("03.000"), at("03.000"), 151.3, 151.3, 151.3, 151.3, 1));
  }

  @Test
  void whatIsOutsideOfTheSpanOrNoTickIsLeftOut() {
    List<Publication> memory =
        List.of(
            tick(7, "13:04:59.999", "151.2"),
            tick(8, "13:05:10.000", "151.4"),
            Publication.at(TOPIC, new Position(7, 9), "{\"type\":\"other\",\"a\":1}"));

    assertThat(Samples.of(memory, span(0, 10))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mid\":1,\"timestamp\":\"2026-13-16T13:05:00.000Z\"",
        "\"mid\":1,\"timestamp\":\"2026-02-16T13:05:00Z\"",
        "\"mid\":x,\"timestamp\":\"2026-02-16T13:05:00.000Z\"",
        "\"mid\":1,\"timestamp\":\"",
        "\"mid\":",
      })
  void aTickThatIsNoneIsLeftOut(String fields) {
    Publication publication = Publication.at(TOPIC, new Position(7, 1), "{" + fields + "}");

    assertThat(TickFields.of(publication)).isEmpty();
  }

  @Test
  void theMemoryIsCompleteFromItsBeginningWhateverASingleRowSays() {
    List<Publication> memory =
        List.of(
            tick(7, "12:00:00.000", "151.2"),
            tick(8, "13:05:01.000", "151.2"),
            tick(9, "13:05:02.000", "151.2"));

    assertThat(Samples.complete(memory)).contains(at("02.000"));
    assertThat(Samples.complete(List.of(tick(1, "13:05:00.000", "151")))).contains(Instant.MIN);
    assertThat(Samples.complete(List.of())).isEmpty();
  }

  @Test
  void theJournalEndsWhereTheMemoryIsComplete() {
    TreeMap<Long, Sample> memory =
        Samples.of(
            List.of(
                tick(7, "13:05:02.500", "2"),
                tick(8, "13:05:03.000", "3"),
                tick(9, "13:05:04.000", "4")),
            span(0, 10));
    List<Sample> journal =
        List.of(sample("00.000", 0.5), sample("02.100", 1.5), sample("03.000", 1.6));

    assertThat(Samples.joined(journal, memory, at("02.500"), span(0, 10)))
        .extracting(Sample::mid)
        .containsExactly(0.5, 1.5, 3.0, 4.0);
  }

  @Test
  void aSpanIsOfWholeIntervals() {
    Span span = Span.of(START.plusMillis(300), START.plusMillis(900_300), 900);

    assertThat(span.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(span.from()).isEqualTo(START);
    assertThat(span.to()).isEqualTo(START.plusSeconds(901));
  }

  private static Span span(int from, int to) {
    return new Span(START.plusSeconds(from), START.plusSeconds(to), Duration.ofSeconds(1));
  }

  private static Sample sample(String second, double mid) {
    return new Sample(at(second), at(second), mid, mid, mid, mid, 1);
  }

  private static Instant at(String second) {
    return Instant.parse("2026-02-16T13:05:" + second + "Z");
  }

  private static Publication tick(long offset, String time, String mid) {
    String body =
        "{\"type\":\"ticker\",\"mid\":%s,\"timestamp\":\"2026-02-16T%sZ\"}".formatted(mid, time);
    return Publication.at(TOPIC, new Position(7, offset), body);
  }
}
