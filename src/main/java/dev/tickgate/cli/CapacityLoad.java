package dev.tickgate.cli;

/**
 * A load, of which {@code tickgate capacity} computes the resources.
 *
 * @param topics each of which one feed publishes, and one of whose publications each gateway keeps
 * @param topicsPerClient to which each client subscribes
 * @param rate publications a second of each topic
 * @param bytes of a publication
 * @param feeds that share the topics
 * @param looks at the table of a feed a second, at most
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

  /** Publications a second. */
  double published() {
    return topics * rate;
  }

  /** Looks that find rows, a second and feed. */
  double batches() {
    return Math.min(looks, published() / feeds);
  }

  /** Publications to clients a second. */
  double deliveries() {
    return (double) clients * topicsPerClient * rate;
  }

  /** A client gets the publications of a batch in one write. */
  double writes() {
    double most = batches() * Math.min(feeds, topicsPerClient);
    return clients * Math.min(topicsPerClient * rate, most);
  }
}
