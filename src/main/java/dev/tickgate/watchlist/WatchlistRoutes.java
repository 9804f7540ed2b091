package dev.tickgate.watchlist;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.http.AllowedMethods;
import dev.tickgate.http.RepeatedEvents;
import dev.tickgate.http.Responses;
import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.pgclient.PgException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.slf4j.event.Level;

/**
 * The steps around each operation: authentication, checks of the body, and the answer or the
 * problem.
 */
final class WatchlistRoutes {
  // Classes of SQLSTATE: data exception, integrity constraint violation.
  private static final String DATA = "22";
  private static final String CONSTRAINT = "23";

  private final AuthenticationHandler identify;
  private final OptionalLong everybody;
  private final RepeatedEvents events;

  /**
   * An operation for one user. It may throw {@link WatchlistRefusal}; any other exception that it
   * throws is a bug.
   */
  interface Operation extends BiFunction<RoutingContext, Long, Future<Answer>> {}

  WatchlistRoutes(AuthenticationHandler identify, OptionalLong everybody, RepeatedEvents events) {
    this.identify = identify;
    this.everybody = everybody;
    this.events = events;
  }

  /** Rejects a client that cannot be authenticated. */
  static void refuse(RoutingContext context, ErrorCode code) {
    Problem.of(code).send(context);
  }

  void read(Router router, String path, Operation operation) {
    Responses.route(router, path).handler(identify).handler(context -> perform(context, operation));
  }

  void write(Router router, HttpMethod method, String path, Operation operation) {
    // Authentication comes first: the server keeps no body of an unauthenticated client.
    router.route(method, path).handler(identify).handler(WatchlistRoutes::isJson);
    router
        .route(method, path)
        .handler(BodyHandler.create(false).setBodyLimit(WatchlistBody.MAX_BODY))
        .handler(context -> perform(context, operation))
        .failureHandler(WatchlistRoutes::fail);
  }

  void delete(Router router, String path, Operation operation) {
    router.delete(path).handler(identify).handler(context -> perform(context, operation));
  }

  /** Rejects the methods that no other route of the path has. Mounted after those routes. */
  static void refuseOthers(Router router, String path) {
    String allowed = String.join(", ", AllowedMethods.ofExactly(router, path));
    router
        .route(path)
        .handler(
            context -> {
              context.response().putHeader(HttpHeaders.ALLOW, allowed);
              Problem.METHOD_NOT_ALLOWED.send(context);
            });
  }

  // Runs before the body is read: the body handler would store the files of a form, and the size of
  // decompressed data has no known bound.
  private static void isJson(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      Problem.UNSUPPORTED_ENCODING.send(context);
    } else if (type == null
        || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      Problem.UNSUPPORTED_MEDIA_TYPE.send(context);
    } else {
      context.next();
    }
  }

  private static void fail(RoutingContext context) {
    if (context.statusCode() == Problem.TOO_LARGE.status()) {
      Problem.TOO_LARGE.send(context);
    } else {
      context.next();
    }
  }

  private void perform(RoutingContext context, Operation operation) {
    Future.<Void>succeededFuture()
        .compose(begun -> operation.apply(context, user(context)))
        .onSuccess(answer -> answer.send(context))
        .onFailure(failure -> explain(context, failure));
  }

  private long user(RoutingContext context) {
    if (everybody.isPresent()) {
      return everybody.getAsLong();
    }
    Principal principal = AuthenticationHandler.principal(context);
    if (!principal.isKnown()) {
      throw new WatchlistRefusal(Problem.of(ErrorCode.UNAUTHORIZED));
    }
    return WatchlistId.parse(principal.subject())
        .orElseThrow(() -> new WatchlistRefusal(Problem.NO_USER));
  }

  private void explain(RoutingContext context, Throwable failure) {
    if (failure instanceof WatchlistRefusal refusal) {
      refusal
          .version()
          .ifPresent(
              version -> context.response().putHeader(HttpHeaders.ETAG, IfMatch.tag(version)));
      refusal.problem().send(context);
    } else if (failure instanceof PgException refused && isOfValues(refused)) {
      Problem.UNSTORABLE.send(context);
    } else if (failure instanceof RuntimeException && !(failure instanceof VertxException)) {
      context.fail(failure);
    } else {
      String reason = String.valueOf(failure.getMessage());
      events.log(Level.WARN, "watchlists.request_failed", "reason", reason, line -> {});
      Problem.DATABASE_UNAVAILABLE.send(context);
    }
  }

  private static boolean isOfValues(PgException refused) {
    String state = String.valueOf(refused.getSqlState());
    return state.startsWith(DATA) || state.startsWith(CONSTRAINT);
  }
}
