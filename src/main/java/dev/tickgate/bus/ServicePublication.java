package dev.tickgate.bus;

import java.util.List;
import java.util.Optional;

/**
 * A request of a service in the cluster to publish.
 *
 * @param topic as it was given, which may be no topic
 * @param payloads JSON texts, as they were given
 * @param isBatch whether the service gave a list, and gets one back
 * @param isAmbiguous whether it gave a list beside one payload: which it means is unknown
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
