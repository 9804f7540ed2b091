package dev.tickgate.exchange;

import java.time.Duration;

/** Events of the connection to one exchange, for operators; called on the leader's event loop. */
public interface ExchangeMetrics {
  ExchangeMetrics NONE =
      new ExchangeMetrics() {
        @Override
        public void connected(boolean is) {}

        @Override
        public void subjects(int count) {}

        @Override
        public void silence(Duration since) {}

        @Override
        public void skew(Duration behind) {}

        @Override
        public void count(ExchangeEvent event) {}
      };

  void connected(boolean is);

  /** The number of subscriptions at the exchange. */
  void subjects(int count);

  /** The time since the last frame. */
  void silence(Duration since);

  /**
   * The time of receipt minus the time of the exchange: the delay plus the difference of the
   * clocks.
   */
  void skew(Duration behind);

  void count(ExchangeEvent event);
}
