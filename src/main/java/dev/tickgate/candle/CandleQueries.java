package dev.tickgate.candle;

import dev.tickgate.candle.CandleTables.Span;
import dev.tickgate.market.Candle;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.PriceSide;
import dev.tickgate.market.Utc;
import dev.tickgate.store.SerialQueries;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers the questions of gateways for stored candles. Confined to one event loop. */
final class CandleQueries {
  static final String SUBJECT = "candles";
  private static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

  private final CandleTables tables;
  private final Closing closing;
  private final InstantSource clock;
  private final SerialQueries queries = new SerialQueries();

  CandleQueries(CandleTables tables, Closing closing, InstantSource clock) {
    this.tables = tables;
    this.closing = closing;
    this.clock = clock;
  }

  /**
   * A question for stored candles.
   *
   * @param from the earliest beginning of a bucket; empty for the newest candles
   * @param to the exclusive end of the beginnings of buckets; empty for no bound
   */
  record Question(
      Series series, PriceSide side, Optional<Instant> from, Optional<Instant> to, int limit) {
    JsonObject toJson() {
      JsonObject json =
          new JsonObject()
              .put("topic", series.ticks().name())
              .put("interval", series.interval().label())
              .put("price", side.label())
              .put("limit", limit);
      from.ifPresent(time -> json.put("from", time.toEpochMilli()));
      to.ifPresent(time -> json.put("to", time.toEpochMilli()));
      return json;
    }

    static Question of(JsonObject json) {
      CandleInterval interval = CandleInterval.parse(json.getString("interval")).orElseThrow();
      return new Question(
          new Series(new Topic(json.getString("topic")), interval),
          PriceSide.parse(json.getString("price")).orElseThrow(),
          time(json.getLong("from")),
          time(json.getLong("to")),
          json.getInteger("limit"));
    }

    private static Optional<Instant> time(Long millis) {
      return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }
  }

  /**
   * Answers with the candles as JSON objects, separated by commas. Where more candles follow, the
   * answer also has the time of the next one.
   */
  Future<JsonObject> answer(JsonObject json) {
    Question question = Question.of(json);
    Instant to = question.to().orElse(OPEN);
    return queries
        .run(
            () ->
                question.from().isPresent()
                    ? tables.span(
                        question.series(), question.from().get(), to, question.limit() + 1)
                    : tables.before(question.series(), to, question.limit()))
        .map(found -> answer(question, found));
  }

  private JsonObject answer(Question question, Span found) {
    List<Candle> candles = found.candles();
    boolean isMore = candles.size() > question.limit();
    List<Candle> page = isMore ? candles.subList(0, question.limit()) : candles;
    Instant now = clock.instant();
    String text =
        page.stream()
            .map(
                candle ->
                    CandleJson.element(
                        candle, question.side(), isClosed(question, candle, found, now)))
            .collect(Collectors.joining(","));
    JsonObject answer = new JsonObject().put("candles", text);
    return isMore ? answer.put("next", Utc.format(candles.get(question.limit()).time())) : answer;
  }

  private boolean isClosed(Question question, Candle candle, Span found, Instant now) {
    boolean isNewest = found.newest().filter(candle.time()::isBefore).isEmpty();
    return !isNewest || closing.isOver(question.series().interval(), candle.time(), now);
  }
}
