package dev.tickgate.ops;

import java.util.Map;

/**
 * The operations port, the keys of operators, and the format of the log.
 *
 * @param port 0: any
 * @param keys the name of each operator, by the SHA-256 of its key
 */
public record OpsSettings(String host, int port, Map<String, String> keys, LogFormat log) {
  public OpsSettings {
    keys = Map.copyOf(keys);
  }
}
