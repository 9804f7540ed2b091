package dev.tickgate.endpoint;

import dev.tickgate.http.AllowedMethods;
import dev.tickgate.http.Answers;
import dev.tickgate.http.Assets;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.PackedFiles;
import dev.tickgate.http.Responses;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * The pages, packed into the jar; they may load resources from this server only. All addresses in
 * them are relative, so that they also work below a path prefix of a proxy.
 */
final class Pages {
  private static final String HTML = "text/html;charset=UTF-8";
  private static final String ASSETS = "assets/";
  private static final String CURRENT = ASSETS + Assets.VERSION + "/";
  private static final Map<String, String> PAGES =
      Map.of(
          "/", versioned(Assets.text("index.html")),
          "/index.html", versioned(Assets.text("index.html")),
          "/dashboard.html", versioned(Assets.text("dashboard.html")),
          "/hub.html", versioned(Assets.text("hub.html")),
          "/rooms.html", versioned(Assets.text("rooms.html")),
          "/watchlist.html", versioned(Assets.text("watchlist.html")));
  private static final String NOT_FOUND =
      """
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Not found – Tickgate</title>
          <link rel="icon" href="{root}assets/{version}/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="{root}assets/{version}/css/base.css">
        </head>
        <body>
          <main class="lost">
            <h1>There is no such page</h1>
            <p lang="ja">ページが見つかりません</p>
            <p><a href="{root}">Tickgate</a></p>
          </main>
        </body>
      </html>
      """;

  private Pages() {}

  /** Mounts the pages. To be called last, because they answer every path. */
  static void mount(Router router, Vertx vertx, Answers answers) {
    router.route("/api/*").handler(context -> noSuchCall(router, context));
    Responses.route(router, "/*").handler(new PackedFiles(vertx, answers, PAGES));
    router.get().handler(Pages::noSuchPage);
    router.head().handler(Pages::noSuchPage);
  }

  /**
   * Returns the relative path from a request to the root of the pages, below any prefix of a proxy.
   */
  static String root(String path) {
    long below = path.chars().filter(letter -> letter == '/').count() - 1;
    return below <= 0 ? "./" : "../".repeat((int) below);
  }

  private static String versioned(String html) {
    return html.replace("=\"" + ASSETS, "=\"" + CURRENT);
  }

  private static void noSuchCall(Router router, RoutingContext context) {
    if (AllowedMethods.ofExactly(router, context.request().path()).isEmpty()) {
      HttpErrors.send(context, 404, "NOT_FOUND", "This path does not exist.");
    } else {
      context.fail(405);
    }
  }

  private static void noSuchPage(RoutingContext context) {
    context
        .response()
        .setStatusCode(404)
        .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    String page =
        NOT_FOUND.replace("{version}", Assets.VERSION).replace("{root}", root(path(context)));
    Responses.end(context.request(), Buffer.buffer(page));
  }

  private static String path(RoutingContext context) {
    return String.valueOf(context.request().path());
  }
}
