package dev.tickgate.gateway;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The pages, packed into the jar; they may load from this server and nowhere else. */
final class Pages {
  private Pages() {}

  static void mount(Router router) {
    router.route().handler(Pages::secure);
    // Revalidated at each load: a page and its modules must be of one version.
    router.route().handler(StaticHandler.create("webroot").setMaxAgeSeconds(0));
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", "default-src 'self'")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("X-Frame-Options", "DENY");
    context.next();
  }
}
