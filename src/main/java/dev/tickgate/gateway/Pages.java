package dev.tickgate.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The pages, packed into the jar; they may load from this server and nowhere else. */
final class Pages {
  private static final String PACKED = "dev/tickgate/webroot";
  private static final String NOT_FOUND =
      """
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Not found – Tickgate</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/css/base.css">
        </head>
        <body>
          <main class="lost">
            <h1>There is no such page</h1>
            <p lang="ja">ページが見つかりません</p>
            <p><a href="/">USD/JPY</a></p>
          </main>
        </body>
      </html>
      """;

  private Pages() {}

  /** Last: it answers whatever is asked. */
  static void mount(Router router) {
    router.get("/api/*").handler(Pages::noSuchCall);
    // Revalidated at each load: a page and its modules must be of one version.
    router.route().handler(StaticHandler.create(PACKED).setMaxAgeSeconds(0));
    router.get().handler(Pages::noSuchPage);
    router.head().handler(Pages::noSuchPage);
  }

  private static void noSuchCall(RoutingContext context) {
    HttpErrors.send(context, 404, "NOT_FOUND", "There is nothing at this path.");
  }

  private static void noSuchPage(RoutingContext context) {
    context
        .response()
        .setStatusCode(404)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(NOT_FOUND);
  }
}
