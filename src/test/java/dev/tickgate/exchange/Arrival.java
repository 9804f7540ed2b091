package dev.tickgate.exchange;

/**
 * A frame that a simulated exchange has received.
 *
 * @param connection the number of the connection, from 1
 * @param nanos of the JVM's clock
 * @param text empty for pings and pongs
 */
public record Arrival(Kind kind, int connection, long nanos, String text) {
  public enum Kind {
    COMMAND,
    PING,
    PONG
  }
}
