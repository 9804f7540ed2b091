package dev.tickgate.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Route;
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
    route(router, "/api/*").handler(Pages::noSuchCall);
    router.head().handler(Pages::tellType);
    // Revalidated at each load: a page and its modules must be of one version.
    router.route().handler(StaticHandler.create(PACKED).setMaxAgeSeconds(0));
    router.get().handler(Pages::noSuchPage);
    router.head().handler(Pages::noSuchPage);
  }

  /** Of who reads what is there, or only its head. */
  static Route route(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  // vertx-web says it with the body only.
  private static void tellType(RoutingContext context) {
    String path = context.normalizedPath();
    String type = MimeMapping.mimeTypeForFilename(path.endsWith("/") ? "index.html" : path);
    MultiMap headers = context.response().headers();
    context.addHeadersEndHandler(
        ready -> {
          if (type != null && !headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(
                HttpHeaders.CONTENT_TYPE, type.startsWith("text") ? type + ";charset=UTF-8" : type);
          }
        });
    context.next();
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
