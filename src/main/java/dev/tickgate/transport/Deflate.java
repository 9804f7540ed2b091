package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The WebSocket extension permessage-deflate (RFC 7692). Each message is compressed by itself, with
 * a window of 15 bits, so that one compression serves all clients and no connection has a state of
 * its own. The server declines offers with {@code server_max_window_bits}; those clients get
 * uncompressed messages.
 */
final class Deflate {
  private static final String NAME = "permessage-deflate";
  private static final String AGREED =
      NAME + "; server_no_context_takeover; client_no_context_takeover";
  private static final int LEVEL = 6;
  private static final int CHUNK = 4096;
  // Every flush ends with an empty block, which the protocol omits.
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
  // One per thread; only event loops compress.
  private static final ThreadLocal<Deflater> DEFLATERS =
      ThreadLocal.withInitial(() -> new Deflater(LEVEL, true));
  private static final ThreadLocal<Inflater> INFLATERS =
      ThreadLocal.withInitial(() -> new Inflater(true));

  private Deflate() {}

  /**
   * Selects one of a client's offers.
   *
   * @param offers the client's {@code Sec-WebSocket-Extensions}; may be null
   * @return the value of the server's header; empty where no offer is acceptable
   */
  static Optional<String> agree(String offers) {
    if (offers == null) {
      return Optional.empty();
    }
    return Arrays.stream(offers.split(","))
        .filter(Deflate::isAcceptable)
        .findFirst()
        .map(offer -> AGREED);
  }

  private static boolean isAcceptable(String offer) {
    String[] parts = offer.strip().split("\\s*;\\s*");
    return parts[0].equals(NAME)
        && Arrays.stream(parts, 1, parts.length)
            .map(parameter -> parameter.replace("\"", "").replaceAll("\\s*=\\s*", "="))
            .allMatch(
                parameter ->
                    parameter.equals("server_no_context_takeover")
                        || parameter.equals("client_no_context_takeover")
                        || parameter.matches("client_max_window_bits(=(8|9|1[0-5]))?"));
  }

  /** Compresses a message; the result may be longer than the message. */
  static byte[] compress(byte[] message) {
    Deflater deflater = DEFLATERS.get();
    deflater.reset();
    deflater.setInput(message);
    byte[] chunk = new byte[CHUNK];
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(message.length);
    int n;
    do {
      n = deflater.deflate(chunk, 0, CHUNK, Deflater.SYNC_FLUSH);
      compressed.write(chunk, 0, n);
    } while (n == CHUNK);
    return Arrays.copyOf(compressed.toByteArray(), compressed.size() - TAIL.length);
  }

  /**
   * A client's message.
   *
   * @param message null where the message is invalid
   * @param wrong the code of the close for an invalid message
   */
  record Inflated(byte[] message, Optional<CloseCode> wrong) {
    private static Inflated refused(CloseCode code) {
      return new Inflated(null, Optional.of(code));
    }
  }

  /**
   * @param limit the maximum number of bytes of the message
   */
  static Inflated inflate(byte[] compressed, int limit) {
    Inflater inflater = INFLATERS.get();
    inflater.reset();
    byte[] whole = Arrays.copyOf(compressed, compressed.length + TAIL.length);
    System.arraycopy(TAIL, 0, whole, compressed.length, TAIL.length);
    inflater.setInput(whole);
    byte[] chunk = new byte[CHUNK];
    ByteArrayOutputStream message = new ByteArrayOutputStream(compressed.length);
    try {
      int n;
      while ((n = inflater.inflate(chunk)) > 0) {
        message.write(chunk, 0, n);
        if (message.size() > limit) {
          return Inflated.refused(CloseCode.TOO_BIG);
        }
      }
    } catch (DataFormatException e) {
      return Inflated.refused(CloseCode.INVALID_DATA);
    }
    return inflater.needsDictionary()
        ? Inflated.refused(CloseCode.INVALID_DATA)
        : new Inflated(message.toByteArray(), Optional.empty());
  }
}
