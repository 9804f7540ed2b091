package dev.tickgate.cli;

/**
 * A load, for which {@code tickgate capacity} computes the resources.
 *
 * @param topics the topics; one feed publishes each, and each gateway receives all of them
 * @param topicsPerClient the topics to which each client subscribes
 * @param rate publications a second of each topic
 * @param bytes the bytes of a publication
 * @param feeds the feeds that share the topics
 * @param looks the looks a second at the table of a feed, at most
 * @param history publications that a gateway keeps of each topic
 */
record CapacityLoad(
    int clients,
    int topics,
    int topicsPerClient,
    double rate,
    int bytes,
    CapacityTransport transport,
    int feeds,
    double looks,
    int history) {

  CapacityLoad {
    if (clients < 0 || topics < 1 || topicsPerClient < 0 || topicsPerClient > topics || feeds < 1) {
      throw new IllegalArgumentException("no load");
    }
  }

  /** Returns the publications a second. */
  double published() {
    return topics * rate;
  }

  /** Returns the looks that find rows, per second and feed. */
  double batches() {
    return Math.min(looks, published() / feeds);
  }

  /** Returns the publications to clients, per second. */
  double deliveries() {
    return (double) clients * topicsPerClient * rate;
  }

  /**
   * Returns the writes to clients, per second: a client gets the publications of a batch in one
   * write.
   */
  double writes() {
    double most = batches() * Math.min(feeds, topicsPerClient);
    return clients * Math.min(topicsPerClient * rate, most);
  }
}
