package dev.tickgate.ops;

import java.util.Map;

/**
 * Where operators ask, and what they read.
 *
 * @param port 0: any
 * @param keys of operators, by the SHA-256 of each: the name of its owner
 */
public record OpsSettings(String host, int port, Map<String, String> keys, LogFormat log) {
  public OpsSettings {
    keys = Map.copyOf(keys);
  }
}
