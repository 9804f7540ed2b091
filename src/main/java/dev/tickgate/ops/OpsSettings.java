package dev.tickgate.ops;

/**
 * Where operators ask.
 *
 * @param port 0: any
 */
public record OpsSettings(String host, int port) {}
