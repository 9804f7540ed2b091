package dev.tickgate.publish;

import dev.tickgate.protocol.ErrorCode;

/** Events of publishing on a node, for operators. Called on any event loop. */
public interface PublishMetrics {
  PublishMetrics NONE =
      new PublishMetrics() {
        @Override
        public void published(int publications, long nanos) {}

        @Override
        public void refused(ErrorCode code) {}

        @Override
        public void repeated() {}
      };

  /**
   * A request was answered with positions.
   *
   * @param nanos the time from the request to the answer
   */
  void published(int publications, long nanos);

  void refused(ErrorCode code);

  /** The leader did not answer, and is asked again with the same key. */
  void repeated();
}
