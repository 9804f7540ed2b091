package dev.tickgate.endpoint;

import dev.tickgate.bus.SamplesRequest;
import dev.tickgate.endpoint.Samples.Span;
import dev.tickgate.http.Answers;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.hub.Hub;
import dev.tickgate.replica.JournalSamplesCache;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code GET /api/ticks/{symbol}?from=&to=&points=}: the mid prices of a span of time, thinned for
 * a chart. Answers from memory, and for older times from the journal.
 */
final class HistoryApi {
  private static final int DEFAULT_POINTS = 900;
  private static final int MAX_POINTS = 5_000;
  private static final Duration LONGEST = Duration.ofDays(366);
  // The beginning of a span is rounded down to a tenth of its length, so that requests share
  // answers of the journal.
  private static final int PARTS = 10;
  // A node without memory of the topic repeats a question at most once in this time.
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

  private final Hub hub;
  private final JournalSamplesCache journal;
  private final Answers answers;
  private final InstantSource clock;

  HistoryApi(Hub hub, JournalSamplesCache journal, Answers answers, InstantSource clock) {
    this.hub = hub;
    this.journal = journal;
    this.answers = answers;
    this.clock = clock;
  }

  void answer(RoutingContext context, Instrument instrument) {
    String symbol = instrument.symbol();
    Optional<Span> span = span(context.request().params());
    if (span.isEmpty()) {
      HttpErrors.send(
          context,
          400,
          "INVALID_RANGE",
          "from and to must be times (2026-02-16T13:05:10Z), from before to, at most 366 days"
              + " apart; points must be a number from 1 to "
              + MAX_POINTS
              + ".");
      return;
    }
    List<Publication> memory = hub.newest(instrument.topic(), Integer.MAX_VALUE);
    Instant complete = Samples.complete(memory).orElseGet(clock::instant);
    if (!complete.isAfter(span.get().from())) {
      send(context, new Part(symbol, span.get(), true, memory, Instant.MIN, List.of()));
      return;
    }
    beyond(instrument, span.get(), complete)
        .onSuccess(
            older -> send(context, new Part(symbol, span.get(), true, memory, complete, older)))
        // Without a poller, the answer has the memory only, and is marked as incomplete.
        .onFailure(
            nobody ->
                send(context, new Part(symbol, span.get(), false, memory, Instant.MIN, List.of())));
  }

  /**
   * The inputs of an answer.
   *
   * @param memory the publications in the memory of this node
   * @param from the time from which the answer uses the memory
   * @param older the samples of the journal
   */
  private record Part(
      String symbol,
      Span span,
      boolean complete,
      List<Publication> memory,
      Instant from,
      List<Sample> older) {
    String key() {
      String head = memory.isEmpty() ? "" : memory.get(memory.size() - 1).position().toString();
      return "%s %s %s %d %s %s %d"
          .formatted(symbol, span, complete, memory.size(), head, from, older.hashCode());
    }

    byte[] body() {
      TreeMap<Long, Sample> remembered = Samples.of(memory, span);
      return HistoryJson.of(symbol, span, complete, Samples.joined(older, remembered, from, span));
    }
  }

  private Future<List<Sample>> beyond(Instrument instrument, Span span, Instant complete) {
    Duration part = Duration.between(span.from(), span.to()).dividedBy(PARTS);
    long length = Math.max(1, part.toMillis() / span.interval().toMillis());
    long first = Math.floorDiv(span.number(span.from()), length) * length;
    Instant from = Instant.ofEpochMilli(first * span.interval().toMillis());
    // Where the memory continues the span, the question has no end: requests share its answer until
    // the memory begins after the time of that question.
    boolean open = span.to().isAfter(complete);
    SamplesRequest request =
        new SamplesRequest(
            instrument.feed(), instrument.topic(), from, open ? OPEN : span.to(), span.interval());
    return journal
        .ask(request, earlier(open ? complete : span.to(), clock.instant().minus(FRESH)))
        .map(samples -> samples.stream().filter(sample -> span.contains(sample.first())).toList());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Optional<Span> span(MultiMap query) {
    try {
      Instant to = query.contains("to") ? time(query.get("to")) : clock.instant();
      Instant from = time(query.get("from"));
      int points = points(query.get("points"));
      Duration length = Duration.between(from, to);
      return length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0 || points < 1
          ? Optional.empty()
          : Optional.of(Span.of(from, to, points));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text == null ? "" : text).toInstant();
  }

  /** Returns 0 if the text is not a valid number of points. */
  private static int points(String text) {
    if (text == null) {
      return DEFAULT_POINTS;
    }
    int points = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    return points <= MAX_POINTS ? points : 0;
  }

  private void send(RoutingContext context, Part part) {
    // A worker thread thins the prices, once for all requests for the same span of the same
    // publications.
    answers.send(context, part.key(), part::body);
  }
}
