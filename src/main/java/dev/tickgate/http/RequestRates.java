package dev.tickgate.http;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Limits the HTTP requests per second of each client address and of the node; long answers count as
 * further requests. Any thread may call.
 */
final class RequestRates {
  private static final int PLACES = 1 << 16;
  private static final String NODE = "";
  // The burst of an address, in seconds of its rate: an office with one address loads many pages.
  private static final int BURST = 5;
  private static final int STREAM_PATIENCE = 4;
  private static final int REQUEST_BYTES = 16 * 1024;

  private final RateLimit all;
  private final RateLimit perAddress;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  RequestRates(Limits limits, LongSupplier nanos) {
    long secret = RandomGenerator.getDefault().nextLong();
    this.all = new RateLimit(limits.requestsPerSecond(), 1, 1, nanos, secret);
    this.perAddress =
        new RateLimit(limits.requestsPerSecondPerAddress(), BURST, PLACES, nanos, secret);
  }

  /**
   * Counts a request of an address, unless it exceeds a limit.
   *
   * @param stream whether it asks for a stream, which many clients reopen at the same time
   * @return the limit that it would exceed
   */
  Optional<Limit> asked(String address, boolean stream) {
    int patience = stream ? STREAM_PATIENCE : 1;
    if (!perAddress.lets(address, patience)) {
      return Optional.of(Limit.REQUESTS_PER_ADDRESS);
    }
    return all.lets(NODE, patience) ? Optional.empty() : Optional.of(Limit.REQUESTS);
  }

  /** Counts an answer of that many bytes for the address. */
  void answered(String address, int bytes) {
    perAddress.charge(address, bytes / REQUEST_BYTES);
    all.charge(NODE, bytes / REQUEST_BYTES);
  }
}
