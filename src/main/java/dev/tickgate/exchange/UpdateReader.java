package dev.tickgate.exchange;

import dev.tickgate.bus.Payload;
import dev.tickgate.lead.Draft;
import dev.tickgate.market.Tick;
import dev.tickgate.market.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Converts the data of an exchange to drafts. Confined to the connector's event loop. */
final class UpdateReader implements SubjectCounters {
  private final String venue;
  private final ConnectorReport report;
  private final InstantSource clock;

  UpdateReader(String venue, ConnectorReport report, InstantSource clock) {
    this.venue = venue;
    this.report = report;
    this.clock = clock;
  }

  /** The update of a quote; empty where the bid is above the ask or a price is not positive. */
  Optional<Update> read(Quote quote) {
    Instant now = clock.instant();
    report.received(now);
    report.quoted(quote.status());
    quote.time().ifPresent(time -> report.skew(Duration.between(time, now)));
    if (!Tick.isValid(quote.bid(), quote.ask())) {
      report.count(ExchangeEvent.CROSSED);
      return Optional.empty();
    }
    Tick tick = new Tick(quote.symbol(), quote.bid(), quote.ask(), quote.time().orElse(now));
    String json = tick.toJson();
    String more =
        ",\"venue\":\"%s\",\"status\":\"%s\",\"received\":\"%s\"}"
            .formatted(venue, quote.status(), Utc.format(now));
    Draft draft =
        new Draft(
            Subject.quotes(quote.symbol()).topic(venue),
            "",
            json.substring(0, json.length() - 1) + more);
    return Optional.of(new Update(quote, quote.sequence(), quote.time(), draft));
  }

  /** The update of a frame; empty where the frame cannot be published. */
  Optional<Update> read(Subject subject, String payload, long sequence) {
    report.received(clock.instant());
    if (Payload.of(payload) instanceof Payload.Valid valid) {
      Draft draft = new Draft(subject.topic(venue), "", valid.text());
      return Optional.of(new Update(valid.text(), sequence, Optional.empty(), draft));
    }
    report.count(ExchangeEvent.UNKNOWN);
    return Optional.empty();
  }

  @Override
  public void repeated() {
    report.count(ExchangeEvent.REPEATED);
  }

  @Override
  public void gap() {
    report.count(ExchangeEvent.GAP);
  }
}
