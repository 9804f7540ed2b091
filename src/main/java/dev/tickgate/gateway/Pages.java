package dev.tickgate.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;

/**
 * The pages, packed into the jar; they may load from this server and nowhere else. All addresses in
 * them are relative, so that they also work below a path prefix of a proxy.
 */
final class Pages {
  private static final String HTML = "text/html;charset=UTF-8";
  private static final String ASSETS = "assets/";
  private static final String CURRENT = ASSETS + Assets.VERSION + "/";
  private static final long YEAR = Duration.ofDays(365).toSeconds();
  private static final String TAG = "\"" + Assets.VERSION + "\"";
  private static final String PAGE = versioned(Assets.text("index.html"));
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

  /** Last: it answers whatever is asked. */
  static void mount(Router router) {
    route(router, "/api/*").handler(Pages::noSuchCall);
    route(router, "/").handler(Pages::page);
    route(router, "/index.html").handler(Pages::page);
    router.head().handler(Pages::tellType);
    router
        .route("/" + CURRENT + "*")
        .handler(StaticHandler.create(Assets.PACKED).setMaxAgeSeconds(YEAR));
    // Of another version, as asked by a page of another node while the nodes are being replaced.
    router.route("/" + ASSETS + ":version/*").handler(Pages::revalidated);
    router.route("/" + ASSETS + ":version/*").handler(StaticHandler.create(Assets.PACKED));
    router.route().handler(Pages::revalidated);
    router.route().handler(StaticHandler.create(Assets.PACKED));
    router.get().handler(Pages::noSuchPage);
    router.head().handler(Pages::noSuchPage);
  }

  /** Of who reads what is there, or only its head. */
  static Route route(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** The way from the address of a request up to that of the page, below whatever prefix. */
  static String root(String path) {
    long below = path.chars().filter(letter -> letter == '/').count() - 1;
    return below <= 0 ? "./" : "../".repeat((int) below);
  }

  private static String versioned(String html) {
    return html.replace("=\"" + ASSETS, "=\"" + CURRENT);
  }

  private static void page(RoutingContext context) {
    MultiMap headers = context.response().headers();
    // Asked for again each time: it names the version of all else.
    headers.set(HttpHeaders.CACHE_CONTROL, "no-cache").set(HttpHeaders.ETAG, TAG);
    if (TAG.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      context.response().setStatusCode(304).end();
    } else {
      headers.set(HttpHeaders.CONTENT_TYPE, HTML);
      context.response().end(PAGE);
    }
  }

  private static void revalidated(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    context.next();
  }

  // vertx-web says it with the body only.
  private static void tellType(RoutingContext context) {
    String type = MimeMapping.mimeTypeForFilename(context.normalizedPath());
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
        .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(NOT_FOUND.replace("{version}", Assets.VERSION).replace("{root}", root(path(context))));
  }

  private static String path(RoutingContext context) {
    return String.valueOf(context.request().path());
  }
}
