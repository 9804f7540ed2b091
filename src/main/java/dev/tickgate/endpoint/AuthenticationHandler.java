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
 * Runs before a handler that needs the principal of a request. The server reads no body while it
 * checks a token. It refuses an invalid token even where a request needs none.
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

  /** Returns the same handler for paths whose errors have another form. */
  public AuthenticationHandler refusing(BiConsumer<RoutingContext, ErrorCode> other) {
    return new AuthenticationHandler(authenticator, hub, other);
  }

  /** Returns the principal of the request; set by this handler. */
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
        // Resumes after the handlers that read the body are installed.
        .onComplete(known -> context.request().resume());
  }

  private void proceed(RoutingContext context, Principal principal) {
    // The client may have disconnected during the check of its token.
    if (context.response().closed()) {
      return;
    }
    if (hub.rights().access().isWelcome(principal)) {
      context.put(PRINCIPAL, principal).next();
    } else {
      refusal.accept(context, ErrorCode.UNAUTHORIZED);
    }
  }

  /** Refuses a request with the status of the code. */
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
