package dev.tickgate.transport;

import io.vertx.core.http.HttpServerRequest;
import java.util.random.RandomGenerator;

/**
 * The id of each request: the client finds it in the answer, the operator in the log. A client or a
 * proxy may give its own. Confined to one event loop.
 */
public final class RequestIds {
  private static final String HEADER = "X-Request-Id";
  private static final int LONGEST = 64;

  // Differs between the loops of all nodes, so that an id is one request's.
  private final String loop;
  private long requests;

  public RequestIds(RandomGenerator random) {
    this.loop = Long.toString(random.nextLong(1L << 40), Character.MAX_RADIX) + "-";
  }

  /** Gives the request its id: the one that it brings, where that has the form of one. */
  public void assign(HttpServerRequest request) {
    String given = request.getHeader(HEADER);
    String id = isId(given) ? given : loop + Long.toString(++requests, Character.MAX_RADIX);
    request.response().putHeader(HEADER, id);
  }

  /** The id that was given; empty where none was. */
  public static String of(HttpServerRequest request) {
    String id = request.response().headers().get(HEADER);
    return id == null ? "" : id;
  }

  /** The line of a handshake's answer. */
  static String line(HttpServerRequest request) {
    String id = of(request);
    return id.isEmpty() ? "" : HEADER + ": " + id + "\r\n";
  }

  /** Letters, digits and {@code . _ : -}: nothing that means something to a log or a header. */
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
