package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.Revocation.Kind;
import dev.tickgate.auth.Revocation.Target;
import dev.tickgate.auth.Tickets;
import dev.tickgate.auth.TokenService;
import dev.tickgate.http.BodyText;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.protocol.ClientJson;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Token;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code GET /api/v1/auth/ws-token}: issues a token for a URL. {@code POST /api/admin/revoke}:
 * revokes a subject, a token or a session.
 */
final class AuthApi {
  private static final int MAX_BODY = 4 << 10;
  private static final int MAX_VALUE = 1_000;

  private final TokenService tokenService;
  private final AuthenticationHandler identify;

  AuthApi(TokenService tokenService, AuthenticationHandler identify) {
    this.tokenService = tokenService;
    this.identify = identify;
  }

  void mount(Router router) {
    router.get("/api/v1/auth/ws-token").handler(identify).handler(this::ticket);
    router
        .post("/api/admin/revoke")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(identify)
        .handler(this::revoke);
  }

  private void ticket(RoutingContext context) {
    Principal principal = AuthenticationHandler.principal(context);
    if (!principal.isKnown()) {
      AuthenticationHandler.refuse(context, ErrorCode.UNAUTHORIZED);
      return;
    }
    tokenService
        .ticket(principal)
        .onSuccess(ticket -> send(context, ticket))
        .onFailure(failure -> AuthenticationHandler.refuse(context, ErrorCode.AUTH_UNAVAILABLE));
  }

  private static void send(RoutingContext context, Token ticket) {
    Responses.json(
        context,
        new JsonObject()
            .put("ws_token", ticket.text())
            .put("expires_in", Tickets.LIFETIME.toSeconds()));
  }

  private void revoke(RoutingContext context) {
    Principal principal = AuthenticationHandler.principal(context);
    Optional<Target> target = target(context);
    if (!principal.isKnown()) {
      AuthenticationHandler.refuse(context, ErrorCode.UNAUTHORIZED);
    } else if (!tokenService.mayRevoke(principal)) {
      AuthenticationHandler.refuse(context, ErrorCode.ACCESS_DENIED);
    } else if (target.isEmpty()) {
      HttpErrors.send(
          context,
          400,
          "INVALID_REVOCATION",
          "The body must name one of subject, token_id and session.");
    } else {
      tokenService
          .revoke(target.get())
          .onSuccess(written -> context.response().setStatusCode(204).end())
          .onFailure(failure -> AuthenticationHandler.refuse(context, ErrorCode.AUTH_UNAVAILABLE));
    }
  }

  private static Optional<Target> target(RoutingContext context) {
    return BodyText.of(context)
        .flatMap(ClientJson::object)
        .filter(json -> json.size() == 1)
        .flatMap(AuthApi::target);
  }

  private static Optional<Target> target(JsonObject json) {
    String name = json.fieldNames().iterator().next();
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)
          && json.getValue(name) instanceof String value
          && !value.isEmpty()
          && value.indexOf('\0') < 0
          && value.length() <= MAX_VALUE) {
        return Optional.of(new Target(kind, value));
      }
    }
    return Optional.empty();
  }
}
