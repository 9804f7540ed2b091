package dev.tickgate.watchlist;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** {@code GET /api/v1/companies}: a search for companies that a list can contain. */
record CompaniesApi(WatchlistStore store, WatchlistRoutes routes) {
  static final String PATH = "/api/v1/companies";

  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]?|100");
  private static final String DEFAULT_LIMIT = "20";
  private static final int MOST_CHARACTERS = 100;

  void mount(Router router) {
    routes.read(router, PATH, this::search);
  }

  private Future<Answer> search(RoutingContext context, long user) {
    String text = parameter(context, "query", "");
    if (text.length() > MOST_CHARACTERS || text.indexOf('\0') >= 0) {
      return WatchlistStore.refused(Problem.INVALID_QUERY);
    }
    String limit = parameter(context, "limit", DEFAULT_LIMIT);
    if (!LIMIT.matcher(limit).matches()) {
      return WatchlistStore.refused(Problem.INVALID_LIMIT);
    }
    return store
        .companies(user, text.strip(), Integer.parseInt(limit))
        .map(WatchlistJson::companies)
        .map(Answer::of);
  }

  private static String parameter(RoutingContext context, String name, String otherwise) {
    return context.queryParam(name).stream().findFirst().orElse(otherwise);
  }
}
