package dev.tickgate.exchange;

import java.util.ArrayList;
import java.util.List;

/** Records what frames contain. Confined to one thread. */
final class RecordedFrames implements Receiver {
  final List<Quote> quotes = new ArrayList<>();
  final List<String> frames = new ArrayList<>();
  final List<Long> sequences = new ArrayList<>();
  final List<Subject> accepted = new ArrayList<>();
  final List<Refusal> refusals = new ArrayList<>();
  final List<MarketStatus> states = new ArrayList<>();
  int goingAway;
  int unknown;

  @Override
  public void quote(Quote quote) {
    quotes.add(quote);
  }

  @Override
  public void frame(Subject subject, String payload, long sequence) {
    frames.add(payload);
    sequences.add(sequence);
  }

  @Override
  public void accepted(Subject subject) {
    accepted.add(subject);
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  @Override
  public void status(MarketStatus status) {
    states.add(status);
  }

  @Override
  public void goingAway() {
    goingAway++;
  }

  @Override
  public void unknown() {
    unknown++;
  }
}
