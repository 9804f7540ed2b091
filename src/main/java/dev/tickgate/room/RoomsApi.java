package dev.tickgate.room;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.http.BodyText;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.protocol.ClientJson;
import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Serves {@code GET /api/rooms/{room}/presence} for members. For hosts it serves {@code POST
 * …/kick}, {@code POST …/ban} and {@code POST …/pardon} with the body {@code {"user_id":"7"}}.
 * Confined to one event loop.
 */
final class RoomsApi implements Mount {
  private static final String PATH = "/api/rooms/:room/";
  private static final long MAX_BODY = 4 << 10;

  private final Map<String, MessageSchemas> schemas;
  private final RoomTables tables;
  private final RoomRights rights;
  private final Presence presence;
  private final Predicate<Principal> admins;
  private final AuthenticationHandler identify;

  /**
   * @param schemas by file name
   */
  RoomsApi(
      Map<String, MessageSchemas> schemas,
      RoomTables tables,
      RoomRights rights,
      Presence presence,
      Predicate<Principal> admins,
      AuthenticationHandler identify) {
    this.schemas = schemas;
    this.tables = tables;
    this.rights = rights;
    this.presence = presence;
    this.admins = admins;
    this.identify = identify;
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    schemas.forEach(
        (name, schema) ->
            Responses.route(router, "/api/schemas/" + name + ".json")
                .handler(identify)
                .handler(context -> send(context, schema)));
    Responses.route(router, PATH + "presence")
        .handler(identify)
        .handler(context -> forMembers(context, Standing::mayJoin, this::presence));
    change(router, "kick", member -> tables.exclude(member, false));
    change(router, "ban", member -> tables.exclude(member, true));
    change(router, "pardon", tables::pardon);
  }

  private static void send(RoutingContext context, MessageSchemas schema) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/schema+json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    Responses.end(context.request(), Buffer.buffer(schema.text()));
  }

  private void change(Router router, String name, Function<Member, Future<Void>> change) {
    // Authentication comes first: the server keeps no body of an unauthenticated client.
    router.post(PATH + name).handler(identify);
    router
        .post(PATH + name)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(
            context ->
                forMembers(
                    context,
                    standing -> standing.mayJoin() && standing.role().get() == Role.HOST,
                    (asked, room) -> change(asked, room, change)));
  }

  /**
   * Executes a request of an administrator, or of a user whose standing in the room matches the
   * predicate.
   */
  private void forMembers(
      RoutingContext context,
      Predicate<Standing> may,
      BiFunction<RoutingContext, Room, Future<Void>> then) {
    Principal principal = AuthenticationHandler.principal(context);
    Optional<Room> room = Room.named(context.pathParam("room"));
    if (room.isEmpty()) {
      HttpErrors.send(context, 404, "UNKNOWN_ROOM", "The name of a room is game_<session>.");
      return;
    }
    if (!principal.isKnown()) {
      AuthenticationHandler.refuse(context, ErrorCode.UNAUTHORIZED);
      return;
    }
    Future<Boolean> allowed =
        admins.test(principal)
            ? Future.succeededFuture(true)
            : rights.of(principal, room.get()).map(may::test);
    allowed
        .onFailure(failure -> AuthenticationHandler.refuse(context, ErrorCode.AUTH_UNAVAILABLE))
        .onSuccess(
            yes -> {
              if (yes) {
                then.apply(context, room.get());
              } else {
                AuthenticationHandler.refuse(context, ErrorCode.ACCESS_DENIED);
              }
            });
  }

  private Future<Void> presence(RoutingContext context, Room room) {
    return presence
        .of(room)
        .onSuccess(who -> Responses.json(context, who))
        .onFailure(unknown -> HttpErrors.send(context, 503, ErrorCode.NO_LEADER))
        .mapEmpty();
  }

  private Future<Void> change(
      RoutingContext context, Room room, Function<Member, Future<Void>> change) {
    Optional<String> user =
        BodyText.of(context)
            .flatMap(ClientJson::object)
            .map(json -> json.getValue("user_id"))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(Member::isUser);
    if (user.isEmpty()) {
      HttpErrors.send(context, 400, "INVALID_USER", "The body must be {\"user_id\":\"…\"}.");
      return Future.succeededFuture();
    }
    return change
        .apply(new Member(room, user.get()))
        .onSuccess(written -> context.response().setStatusCode(204).end())
        .onFailure(failure -> AuthenticationHandler.refuse(context, ErrorCode.AUTH_UNAVAILABLE));
  }
}
