package dev.tickgate.system;

import dev.tickgate.exchange.ExchangeServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Trades of a simulated exchange on many streams at a steady rate, each with the next number of its
 * stream, beginning with 1. A thread of its own sends them.
 */
final class TradeFeed implements AutoCloseable {
  private static final String NUMBER = "\"t\":";

  private final ExchangeServer exchange;
  private final List<String> streams;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  // Written by the thread; the same number on all streams.
  private volatile int last;
  private volatile RuntimeException failure;

  TradeFeed(ExchangeServer exchange, int streams) {
    this.exchange = exchange;
    this.streams = IntStream.range(0, streams).mapToObj(i -> "s" + i + "usdt@trade").toList();
  }

  /** The names of its streams. */
  List<String> streams() {
    return streams;
  }

  /**
   * @param rate trades a second, of all streams
   */
  void start(int rate) {
    long micros = 1_000_000L * streams.size() / rate;
    thread.scheduleAtFixedRate(this::send, 0, micros, TimeUnit.MICROSECONDS);
  }

  private void send() {
    try {
      int number = last + 1;
      Map<String, String> frames = new LinkedHashMap<>();
      for (String stream : streams) {
        frames.put(stream, "{\"e\":\"trade\"," + NUMBER + number + ",\"p\":\"25.35190000\"}");
      }
      exchange.streams(frames);
      last = number;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** The number of a frame; -1 where it is no trade. */
  static int number(String frame) {
    int at = frame.indexOf(NUMBER);
    return at < 0 ? -1 : Integer.parseInt(frame, at + NUMBER.length(), frame.indexOf(',', at), 10);
  }

  /** The number of the newest trade of each stream. */
  int last() {
    if (failure != null) {
      throw failure;
    }
    return last;
  }

  /** Sends no more; the number of the last trade of each stream. */
  int stop() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the exchange does not take the trades");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return last();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
