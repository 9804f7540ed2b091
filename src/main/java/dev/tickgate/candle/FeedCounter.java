package dev.tickgate.candle;

import dev.tickgate.candle.CandleTables.Writer;
import dev.tickgate.lead.JournalReader;
import dev.tickgate.market.Candle;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.CandleSet;
import dev.tickgate.market.Tick;
import dev.tickgate.protocol.QuoteMessage;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the ticks of one feed into the stored candles, each once. It reads the journal after the
 * stored position, and stores candles and position in one transaction. After any failure it reads
 * the stored position again. Confined to the leader's event loop.
 */
final class FeedCounter {
  private static final Logger LOG = LoggerFactory.getLogger(FeedCounter.class);
  private static final int PAGE = 4_000;

  private final JournalReader journal;
  private final CandleTables tables;
  private final CandleSettings settings;
  private final Writer writer;
  private final CandleMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;
  // Empty until it is read from the database.
  private Optional<Progress> progress = Optional.empty();

  FeedCounter(
      JournalReader journal,
      CandleTables tables,
      CandleSettings settings,
      Writer writer,
      CandleMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    this.journal = journal;
    this.tables = tables;
    this.settings = settings;
    this.writer = writer;
    this.metrics = metrics;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * Counts the ticks that the journal has, and starts no page after a time.
   *
   * @param until in nanoseconds of the JVM's clock
   * @param changed receives each changed candle as it is stored
   */
  Future<Void> count(long until, Consumer<SeriesCandle> changed) {
    return page(changed)
        .compose(
            more ->
                more && nanos.getAsLong() - until < 0
                    ? count(until, changed)
                    : Future.succeededFuture())
        .onFailure(failure -> progress = Optional.empty());
  }

  /**
   * Counts one page.
   *
   * @return whether there is more to count
   */
  private Future<Boolean> page(Consumer<SeriesCandle> changed) {
    return known()
        .compose(
            place ->
                place.isEmpty()
                    ? Future.succeededFuture(false)
                    : journal
                        .after(place.get().at(), PAGE)
                        .compose(page -> count(place.get(), page, changed)));
  }

  private Future<Optional<Progress>> known() {
    return progress.isPresent()
        ? Future.succeededFuture(progress)
        : tables.progress(journal.feed()).onSuccess(this::begin);
  }

  private void begin(Optional<Progress> read) {
    progress = read;
    boolean isReplaced =
        read.filter(place -> place.isAtBegin() && place.stored().isPresent()).isPresent();
    if (isReplaced) {
      LOG.atWarn()
          .addKeyValue("feed", journal.feed())
          .addKeyValue("counted_until", read.get().floor().orElse(null))
          .log("candle.journal_replaced");
    }
  }

  private Future<Boolean> count(
      Progress from, JournalReader.Page page, Consumer<SeriesCandle> changed) {
    if (page.restarted() || page.behind() < 0) {
      // The epoch has changed, or the journal was restored to an earlier state. The stored position
      // is read again, because it decides what is counted.
      progress = Optional.empty();
      return Future.succeededFuture(page.restarted());
    }
    metrics.behind(journal.feed(), page.behind());
    if (page.end().equals(from.at())) {
      return Future.succeededFuture(false);
    }
    missing(from, page);
    List<SeriesCandle> candles = candles(from, page.publications());
    long begun = nanos.getAsLong();
    return tables
        .write(writer, journal.feed(), from, page.end(), candles)
        .map(
            stored -> {
              progress = Optional.of(from.reached(page.end()));
              metrics.written(page.publications().size(), stored.size(), nanos.getAsLong() - begun);
              stored.forEach(changed);
              return page.behind() > 0;
            });
  }

  private void missing(Progress from, JournalReader.Page page) {
    // Entries that were removed before the first read of a journal do not count as missed.
    if (page.missing() > 0 && !from.isAtBegin()) {
      metrics.missed(page.missing());
      LOG.atError()
          .addKeyValue("feed", journal.feed())
          .addKeyValue("count", page.missing())
          .log("candle.ticks_missed");
    }
  }

  private List<SeriesCandle> candles(Progress from, List<Publication> publications) {
    Map<Topic, CandleSet> sets = new HashMap<>();
    for (Publication publication : publications) {
      Topic topic = publication.topic();
      QuoteMessage.read(publication.json())
          .filter(quote -> from.counts(quote.time()))
          .ifPresent(
              quote ->
                  sets.computeIfAbsent(topic, each -> new CandleSet(settings.days()))
                      .add(
                          new Tick(topic.name(), quote.bid(), quote.ask(), quote.time()),
                          publication.position().offset()));
    }
    List<SeriesCandle> candles = new ArrayList<>();
    sets.forEach(
        (topic, set) ->
            set.candles().forEach((interval, of) -> addKept(topic, interval, of, candles)));
    return candles;
  }

  // Drops the ticks of a bucket that was removed: a new candle would have only a part of its ticks.
  private void addKept(
      Topic topic, CandleInterval interval, Collection<Candle> candles, List<SeriesCandle> kept) {
    Instant oldest = settings.oldest(interval, clock.instant());
    candles.stream()
        .filter(candle -> !candle.time().isBefore(oldest))
        .map(candle -> new SeriesCandle(new Series(topic, interval), candle))
        .forEach(kept::add);
  }
}
