package dev.tickgate.watchlist;

import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.endpoint.OpenApiDocument;
import dev.tickgate.http.RepeatedEvents;
import dev.tickgate.watchlist.WatchlistStore.Edit;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /api/v1/watchlists}: the lists of a user, and the public lists of others. Confined
 * to one event loop.
 */
public final class WatchlistApi implements Mount {
  private static final OpenApiDocument DOCUMENT =
      new OpenApiDocument("/api/v1/openapi.json", "watchlists");

  private static final String LISTS = "/api/v1/watchlists";
  private static final String LIST = LISTS + "/:list";
  private static final String ITEMS = LIST + "/items";
  private static final String ITEM = ITEMS + "/:company";
  private static final String ORDER = LIST + "/order";
  private static final List<String> PATHS =
      List.of(LISTS, LIST, ITEMS, ITEM, ORDER, CompaniesApi.PATH, DOCUMENT.path());

  private final WatchlistStore store;
  private final WatchlistRoutes routes;
  private final Duration interval;

  private WatchlistApi(WatchlistStore store, WatchlistRoutes routes, Duration interval) {
    this.store = store;
    this.routes = routes;
    this.interval = interval;
  }

  /**
   * Creates the API on each event loop.
   *
   * @param pool of the database with the tables
   * @param everybody the user of every client, where clients cannot sign in; where it is empty, the
   *     user is the subject of the client's token
   * @param nanos a clock like {@code System::nanoTime}
   */
  public static MountFactory of(
      WatchlistSettings settings, Pool pool, OptionalLong everybody, LongSupplier nanos) {
    return parts -> {
      RepeatedEvents events =
          new RepeatedEvents(LoggerFactory.getLogger(WatchlistApi.class), nanos);
      parts.vertx().setPeriodic(1_000, timer -> events.sweep());
      AuthenticationHandler identify = parts.identify().refusing(WatchlistRoutes::refuse);
      return new WatchlistApi(
          new WatchlistStore(pool, settings),
          new WatchlistRoutes(identify, everybody, events),
          settings.interval());
    };
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    routes.read(router, LISTS, this::lists);
    routes.write(router, HttpMethod.POST, LISTS, this::create);
    routes.read(router, LIST, this::list);
    routes.write(router, HttpMethod.PATCH, LIST, this::change);
    routes.delete(router, LIST, this::delete);
    routes.write(router, HttpMethod.POST, ITEMS, this::add);
    routes.write(router, HttpMethod.PATCH, ITEM, this::changeItem);
    routes.delete(router, ITEM, this::removeItem);
    routes.write(router, HttpMethod.PUT, ORDER, this::reorder);
    new CompaniesApi(store, routes).mount(router);
    DOCUMENT.mount(router);
    PATHS.forEach(path -> WatchlistRoutes.refuseOthers(router, path));
  }

  private Future<Answer> lists(RoutingContext context, long user) {
    boolean withPublic = context.queryParam("public").contains("true");
    return store
        .lists(user, withPublic)
        .map(lists -> WatchlistJson.lists(lists, interval))
        .map(Answer::of);
  }

  private Future<Answer> create(RoutingContext context, long user) {
    return store
        .create(user, WatchlistBody.of(context).list())
        .map(
            list -> {
              // Relative to the path of the request, because a proxy may have removed the beginning
              // of that path.
              context.response().putHeader(HttpHeaders.LOCATION, "watchlists/" + list.id());
              return Answer.created(list);
            });
  }

  private Future<Answer> list(RoutingContext context, long user) {
    return store.list(user, id(context)).map(Answer::of);
  }

  private Future<Answer> change(RoutingContext context, long user) {
    Edit edit = edit(context, user);
    return store.change(edit, WatchlistBody.of(context).listChange()).map(Answer::of);
  }

  private Future<Answer> delete(RoutingContext context, long user) {
    return store.delete(edit(context, user)).map(deleted -> Answer.EMPTY);
  }

  private Future<Answer> add(RoutingContext context, long user) {
    IfMatch match = IfMatch.of(context.request().headers()).orElse(IfMatch.ANY);
    WatchlistBody body = WatchlistBody.of(context);
    CompanyKey company = body.company();
    ItemFields fields = body.itemChange().apply(ItemFields.NEW);
    return store.add(new Edit(user, id(context), match), company, fields).map(Answer::created);
  }

  private Future<Answer> changeItem(RoutingContext context, long user) {
    Edit edit = edit(context, user);
    return store
        .changeItem(edit, company(context), WatchlistBody.of(context).itemChange())
        .map(Answer::of);
  }

  private Future<Answer> removeItem(RoutingContext context, long user) {
    return store.removeItem(edit(context, user), company(context)).map(Answer::of);
  }

  private Future<Answer> reorder(RoutingContext context, long user) {
    Edit edit = edit(context, user);
    return store.reorder(edit, WatchlistBody.of(context).order("company_ids")).map(Answer::of);
  }

  private static Edit edit(RoutingContext context, long user) {
    IfMatch match =
        IfMatch.of(context.request().headers())
            .orElseThrow(() -> new WatchlistRefusal(Problem.IF_MATCH_REQUIRED));
    return new Edit(user, id(context), match);
  }

  private static long id(RoutingContext context) {
    return WatchlistId.parse(context.pathParam("list"))
        .orElseThrow(() -> new WatchlistRefusal(Problem.WATCHLIST_NOT_FOUND));
  }

  private static long company(RoutingContext context) {
    return WatchlistId.parse(context.pathParam("company"))
        .orElseThrow(() -> new WatchlistRefusal(Problem.ITEM_NOT_FOUND));
  }
}
