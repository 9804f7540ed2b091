package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.hub.Hub;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Token;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Goes before a handler that wants to know who asks. No body is read while a token is looked up. A
 * token that is nobody's is refused also where anybody may ask.
 */
public final class AuthenticationHandler implements Handler<RoutingContext> {
  private static final String PRINCIPAL = "principal";

  private final Authenticator authenticator;
  private final Hub hub;
  private final BiConsumer<RoutingContext, ErrorCode> refusal;

  AuthenticationHandler(Authenticator authenticator, Hub hub) {
    this(authenticator, hub, AuthenticationHandler::refuse);
  }

  private AuthenticationHandler(
      Authenticator authenticator, Hub hub, BiConsumer<RoutingContext, ErrorCode> refusal) {
    this.authenticator = authenticator;
    this.hub = hub;
    this.refusal = refusal;
  }

  /** The same, for paths whose errors have another form. */
  public AuthenticationHandler refusing(BiConsumer<RoutingContext, ErrorCode> other) {
    return new AuthenticationHandler(authenticator, hub, other);
  }

  /** The principal of the request; after this handler only. */
  public static Principal principal(RoutingContext context) {
    return context.get(PRINCIPAL);
  }

  @Override
  public void handle(RoutingContext context) {
    Optional<Token> token = RequestToken.in(context.request());
    if (token.isEmpty() || authenticator == Authenticator.OFF) {
      proceed(context, Principal.ANYBODY);
      return;
    }
    context.request().pause();
    authenticator
        .authenticate(token.get())
        .onSuccess(principal -> proceed(context, principal))
        .onFailure(failure -> refusal.accept(context, AuthFailure.codeOf(failure)))
        // Behind the handlers that read the body.
        .onComplete(known -> context.request().resume());
  }

  private void proceed(RoutingContext context, Principal principal) {
    // The client may have gone while its token was looked up.
    if (context.response().closed()) {
      return;
    }
    if (hub.rights().access().isWelcome(principal)) {
      context.put(PRINCIPAL, principal).next();
    } else {
      refusal.accept(context, ErrorCode.UNAUTHORIZED);
    }
  }

  /** Says no, as the code has it. */
  public static void refuse(RoutingContext context, ErrorCode code) {
    int status =
        switch (code) {
          case AUTH_UNAVAILABLE -> 503;
          case ACCESS_DENIED -> 403;
          default -> 401;
        };
    if (status == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    if (status == 503) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    HttpErrors.send(context, status, code);
  }
}
