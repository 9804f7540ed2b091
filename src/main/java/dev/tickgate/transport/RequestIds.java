package dev.tickgate.transport;

import io.vertx.core.http.HttpServerRequest;
import java.util.random.RandomGenerator;

/**
 * Assigns an id to each request, which the response and the log contain. A client or a proxy may
 * give its own id. Confined to one event loop.
 */
public final class RequestIds {
  private static final String HEADER = "X-Request-Id";
  private static final int LONGEST = 64;

  // Differs between the loops of all nodes, so that ids are unique.
  private final String loop;
  private long requests;

  public RequestIds(RandomGenerator random) {
    this.loop = Long.toString(random.nextLong(1L << 40), Character.MAX_RADIX) + "-";
  }

  /** Sets the id of a request: its own, where that has a valid form, else a new one. */
  public void assign(HttpServerRequest request) {
    String given = request.getHeader(HEADER);
    String id = isId(given) ? given : loop + Long.toString(++requests, Character.MAX_RADIX);
    request.response().putHeader(HEADER, id);
  }

  /** The id that was assigned; empty where none was. */
  public static String of(HttpServerRequest request) {
    String id = request.response().headers().get(HEADER);
    return id == null ? "" : id;
  }

  /** The header line for the answer to a handshake. */
  static String line(HttpServerRequest request) {
    String id = of(request);
    return id.isEmpty() ? "" : HEADER + ": " + id + "\r\n";
  }

  /**
   * Whether the text has only letters, digits and {@code . _ : -}, which are safe in logs and
   * headers.
   */
  static boolean isId(String text) {
    return text != null
        && !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(RequestIds::isIdCharacter);
  }

  private static boolean isIdCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '-';
  }
}
