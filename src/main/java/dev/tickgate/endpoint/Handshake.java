package dev.tickgate.endpoint;

import dev.tickgate.http.DiagnosticsPath;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The client's side of a WebSocket handshake, as RFC 6455 defines it. */
final class Handshake {
  static final String VERSION = "Sec-WebSocket-Version";

  private static final Set<String> DRAFTS = Set.of("7", "8");
  private static final Pattern UPGRADE = Pattern.compile("(?i)(.*[, ])?upgrade([, ].*)?");
  // Sixteen bytes in Base64.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private Handshake() {}

  /** The reason for which a handshake is refused. */
  enum Fault {
    CONNECTION(400, "BAD_REQUEST", "\"Connection\" must be \"Upgrade\"."),
    VERSION(426, "UPGRADE_REQUIRED", "This server supports version 13 of WebSocket only."),
    KEY(400, "BAD_REQUEST", "\"Sec-WebSocket-Key\" must be 16 bytes in base64.");

    final int status;
    final String code;
    final String message;

    Fault(int status, String code, String message) {
      this.status = status;
      this.code = code;
      this.message = message;
    }
  }

  static Optional<Fault> faultOf(HttpServerRequest request) {
    if (!matches(UPGRADE, request.getHeader(HttpHeaders.CONNECTION))) {
      return Optional.of(Fault.CONNECTION);
    }
    if (!isSpoken(request)) {
      return Optional.of(Fault.VERSION);
    }
    return matches(KEY, request.getHeader("Sec-WebSocket-Key"))
        ? Optional.empty()
        : Optional.of(Fault.KEY);
  }

  // The drafts 7 and 8 send their origin in another header, which the check of origins does not
  // read. The conformance suite of SockJS needs them; its mounts are exempt from that check.
  private static boolean isSpoken(HttpServerRequest request) {
    String version = request.getHeader(VERSION);
    return "13".equals(version)
        || DRAFTS.contains(String.valueOf(version))
            && request.path().startsWith(DiagnosticsPath.PREFIX);
  }

  private static boolean matches(Pattern pattern, String value) {
    return value != null && pattern.matcher(value).matches();
  }
}
