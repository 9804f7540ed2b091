package dev.tickgate.admin;

import dev.tickgate.http.Assets;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /admin.html} and its files, which need no key. */
final class AdminPage {
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /** The styles of the other pages. */
  private static final List<String> SHARED_STYLES = List.of("base.css", "masthead.css");

  private static final List<String> SCRIPTS =
      List.of(
          "admin.js",
          "admin-api.js",
          "admin-cluster.js",
          "admin-language.js",
          "admin-sessions.js",
          "admin-table.js",
          "admin-texts.js");

  private final Map<String, File> files = new HashMap<>();

  private record File(String type, String text) {}

  AdminPage() {
    files.put("/admin.html", new File("text/html;charset=UTF-8", own("admin.html")));
    files.put("/assets/admin.css", new File("text/css;charset=UTF-8", own("admin.css")));
    for (String name : SHARED_STYLES) {
      files.put("/assets/" + name, new File("text/css;charset=UTF-8", Assets.text("css/" + name)));
    }
    files.put("/assets/favicon.svg", new File("image/svg+xml", Assets.text("favicon.svg")));
    for (String name : SCRIPTS) {
      files.put("/assets/" + name, new File("text/javascript;charset=UTF-8", own(name)));
    }
  }

  private static String own(String name) {
    try (InputStream in = AdminPage.class.getResourceAsStream("/dev/tickgate/admin/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers a request for one of the files; returns false for any other request. */
  boolean serve(HttpServerRequest request) {
    File file = files.get(request.path());
    boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    if (file == null || !reads) {
      return false;
    }
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .end(file.text());
    return true;
  }
}
