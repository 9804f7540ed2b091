package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The WebSocket extension permessage-deflate (RFC 7692), each message by itself and with the window
 * of 15 bits that everybody understands who does not ask for less: so one compression serves all
 * clients, and no connection has a state of its own. Who asks for less is served uncompressed.
 */
final class Deflate {
  private static final String NAME = "permessage-deflate";
  private static final String AGREED =
      NAME + "; server_no_context_takeover; client_no_context_takeover";
  private static final int LEVEL = 6;
  private static final int CHUNK = 4096;
  // An empty block ends every flush; the protocol leaves it out.
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
  // One a thread, and only event loops compress.
  private static final ThreadLocal<Deflater> DEFLATERS =
      ThreadLocal.withInitial(() -> new Deflater(LEVEL, true));
  private static final ThreadLocal<Inflater> INFLATERS =
      ThreadLocal.withInitial(() -> new Inflater(true));

  private Deflate() {}

  /**
   * Answers what a client offers.
   *
   * @param offers the client's {@code Sec-WebSocket-Extensions}; may be null
   * @return the server's; empty where none of the offers can be taken
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

  /** A message's compressed form; longer than itself where there is nothing to gain. */
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
   * @param message null where something is wrong with it
   */
  record Inflated(byte[] message, Optional<CloseCode> wrong) {
    private static Inflated refused(CloseCode code) {
      return new Inflated(null, Optional.of(code));
    }
  }

  /**
   * @param limit bytes it may have
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
