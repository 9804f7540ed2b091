package dev.tickgate.client;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateways, and the current one. Any thread may call. */
final class Gateways {
  private final List<URI> all;
  private final AtomicInteger current;

  /**
   * @param first the index of the first one
   */
  Gateways(List<URI> all, int first) {
    this.all = all;
    this.current = new AtomicInteger(first);
  }

  int size() {
    return all.size();
  }

  URI current() {
    return all.get(current.get());
  }

  /** Makes the next gateway the current one, unless another request did so. */
  void leave(URI gateway) {
    int index = all.indexOf(gateway);
    current.compareAndSet(index, (index + 1) % all.size());
  }
}
