package dev.tickgate.bus;

import java.util.List;
import java.util.Optional;

/**
 * A request of a service in the cluster to publish.
 *
 * @param topic the topic as it was given, which may be invalid
 * @param payloads the payloads as JSON texts
 * @param isBatch whether the service gave a list, and gets a list of positions
 * @param isAmbiguous whether it gave both a list and one payload
 */
public record ServicePublication(
    String topic,
    Optional<String> key,
    List<String> payloads,
    boolean isBatch,
    boolean isAmbiguous) {
  public ServicePublication {
    payloads = List.copyOf(payloads);
  }
}
