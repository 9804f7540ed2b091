package dev.tickgate.hub;

/**
 * Who a session speaks for.
 *
 * @param subject the user's id; empty for anybody
 */
public record Principal(String subject) {
  public static final Principal ANYBODY = new Principal("");
}
