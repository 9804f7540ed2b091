package dev.tickgate.relay;

import java.util.OptionalLong;

/** Events of one part of a relay, for operators; any thread may call it. */
public interface RelayMetrics {
  RelayMetrics NONE =
      new RelayMetrics() {
        @Override
        public void running(boolean is) {}

        @Override
        public void behind(OptionalLong count) {}

        @Override
        public void count(RelayEvent event, long count) {}
      };

  void running(boolean is);

  /** Records or publications that are not relayed yet; empty where their number is unknown. */
  void behind(OptionalLong count);

  void count(RelayEvent event, long count);
}
