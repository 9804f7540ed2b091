package dev.tickgate.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.LongFunction;

/**
 * The bytes that a {@link Flood} sends.
 *
 * @param connections the number of connections that are open at once
 * @param opening the first bytes of each connection
 * @param messages returns each message by its number
 * @param reads whether the attacker reads the answers
 */
public record Attack(
    String name, int connections, byte[] opening, LongFunction<byte[]> messages, boolean reads) {

  /** Returns an attack with pipelined requests, each for a path by its number. */
  public static Attack ofRequests(
      String name, int connections, LongFunction<String> paths, boolean reads) {
    LongFunction<byte[]> requests =
        number ->
            ("GET " + paths.apply(number) + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(US_ASCII);
    return new Attack(name, connections, new byte[0], requests, reads);
  }

  /** Returns an attack with frames of WebSockets at a path. */
  public static Attack ofFrames(
      String name, int connections, String path, LongFunction<byte[]> frames) {
    byte[] opening = RawWebSocket.request(path).getBytes(US_ASCII);
    return new Attack(name, connections, opening, frames, true);
  }
}
