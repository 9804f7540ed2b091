package dev.tickgate.watchlist;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.OpenApiDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A gateway with the lists of users 1 and 2, of user 3, who is not active, and with the companies 1
 * to 205, in a database of its own. The token of user 1 is {@code user-1}; a token that does not
 * begin so cannot be checked.
 */
final class WatchlistApiFixture implements AutoCloseable {
  /** The schema of tables that are there already, in need of quotes. */
  static final String EXISTING = "The Application";

  private static final String USERS =
      "insert into %1$s.users (id, name, is_active) values"
          + " (1, 'one', true), (2, 'two', true), (3, 'three', false)";
  private static final String COMPANIES =
      """
      insert into %1$s.companies (id, ticker_symbol, company_name, currency, topic)
      select n, 'T' || n, 'Company ' || n, 'JPY', null from generate_series(1, 200) n;
      insert into %1$s.companies (id, ticker_symbol, company_name, currency, topic) values
        (201, '7203', 'トヨタ自動車株式会社', 'JPY', null),
        (202, 'USD_JPY', 'US dollar / yen', 'JPY', 'ticks.USD_JPY'),
        (203, 'A%%B', 'Percent', 'USD', null),
        (204, 'AXB', 'No percent', 'USD', null),
        (205, 'AXBY', 'Longer', 'USD', null)
      """;
  // Narrower types, no triggers, no cascade, times without a zone, as other applications have them.
  private static final String TABLES =
      """
      create schema %1$s;
      create table %1$s.users (id serial primary key, name text, is_active boolean);
      create table %1$s.companies (id serial primary key, ticker_symbol varchar(20) not null,
        company_name varchar(200) not null, currency varchar(3), topic varchar(200));
      create table %1$s.watchlists (id serial primary key, user_id integer not null,
        name varchar(100) not null, description text, is_public boolean, display_order integer,
        version integer not null default 1, created_at timestamp default now(),
        updated_at timestamp default now());
      create table %1$s.watchlist_items (watchlist_id integer references %1$s.watchlists,
        company_id integer references %1$s.companies, display_order integer, memo text,
        tags varchar(50)[], quantity numeric, purchase_price numeric)
      """;

  final DatabaseFixture database;
  final Pool pool;
  final GatewayFixture gateway;
  final Http http;
  private final OpenApiDocument document;
  private Mount mount;
  private final String schema;

  /** With the tables of the product. */
  static WatchlistApiFixture own(Vertx vertx) {
    return new WatchlistApiFixture(vertx, Optional.empty(), OptionalLong.empty());
  }

  /** With tables of another application. */
  static WatchlistApiFixture existing(Vertx vertx) {
    return new WatchlistApiFixture(vertx, Optional.of(EXISTING), OptionalLong.empty());
  }

  /** Where clients do not sign in. */
  static WatchlistApiFixture open(Vertx vertx, long everybody) {
    return new WatchlistApiFixture(vertx, Optional.empty(), OptionalLong.of(everybody));
  }

  private WatchlistApiFixture(Vertx vertx, Optional<String> existing, OptionalLong everybody) {
    database = DatabaseFixture.create(vertx);
    pool = DatabaseFixture.open(vertx, database.options()).pool();
    schema = '"' + existing.orElse("watchlist") + '"';
    WatchlistSettings settings =
        new WatchlistSettings(
            Duration.ofSeconds(5), WatchlistSettings.Mode.INTERVAL, 1, 1, existing);
    if (existing.isPresent()) {
      database.run(TABLES.formatted(schema));
    }
    DatabaseFixture.await(Watchlists.migrate(settings, database.pool()));
    database.run(USERS.formatted(schema));
    database.run(COMPANIES.formatted(schema));
    MountFactory api = WatchlistApi.of(settings, pool, everybody, System::nanoTime);
    gateway =
        GatewayFixture.mounting(
            parts -> mount = api.create(parts),
            everybody.isPresent() ? Authenticator.OFF : WatchlistApiFixture::authenticate);
    http = new Http(gateway.port());
    document = new OpenApiDocument(http.get("/api/v1/openapi.json").body());
  }

  private static Future<Principal> authenticate(Token token) {
    return token.text().startsWith("user-")
        ? Future.succeededFuture(
            new Principal(token.text().substring("user-".length()), Map.of(), Credential.NONE))
        : Future.failedFuture(new IOException("no database"));
  }

  /** The paths of the interface, on a router of their own. */
  List<Route> routes() {
    Router router = Router.router(gateway.vertx);
    mount.mount(router);
    return router.getRoutes();
  }

  /** A statement, with {@code %1$s} for the schema. */
  void run(String sql) {
    database.run(sql.formatted(schema));
  }

  long count(String table) {
    return database
        .run("select count(*) from %s.%s".formatted(schema, table))
        .iterator()
        .next()
        .getLong(0);
  }

  /** Each answer is compared to the OpenAPI document. */
  HttpResponse<String> get(long user, String path) {
    return checked("GET", path, "", "Authorization", "Bearer user-" + user);
  }

  HttpResponse<String> send(long user, String method, String path, String body) {
    return checked(
        method,
        path,
        body,
        "Authorization",
        "Bearer user-" + user,
        "Content-Type",
        "application/json");
  }

  HttpResponse<String> send(long user, String method, String path, String tag, String body) {
    return checked(
        method,
        path,
        body,
        "Authorization",
        "Bearer user-" + user,
        "Content-Type",
        "application/json; charset=utf-8",
        "If-Match",
        tag);
  }

  private HttpResponse<String> checked(String method, String path, String body, String... headers) {
    HttpResponse<String> answer = http.send(method, "/api/v1/" + path, body, headers);
    document.check(method, "/api/v1/" + path, body, answer);
    return answer;
  }

  /** A new list of the user; its id. */
  long create(long user, String fields) {
    HttpResponse<String> created =
        send(user, "POST", "watchlists", "{\"name\":\"a\"" + fields + "}");
    if (created.statusCode() != 201) {
      throw new AssertionError(created.body());
    }
    return new JsonObject(created.body()).getLong("id");
  }

  /** The present tag of a list. */
  String tag(long user, long list) {
    return tag(get(user, "watchlists/" + list));
  }

  static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  @Override
  public void close() {
    gateway.close();
    DatabaseFixture.await(pool.close());
    database.close();
  }
}
