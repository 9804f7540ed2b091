package dev.tickgate.watchlist;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.endpoint.MountParts;
import dev.tickgate.endpoint.RequestToken;
import dev.tickgate.endpoint.SessionListener;
import dev.tickgate.endpoint.TopicGate;
import dev.tickgate.endpoint.WebSockets;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Token;
import dev.tickgate.store.GatheredQuestions;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.WebSocketConnection;
import dev.tickgate.transport.WebSocketTransport;
import dev.tickgate.watchlist.WatchlistAccess.Refusal;
import dev.tickgate.watchlist.WatchlistAccess.View;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the prices of a list at {@code /api/v1/ws/watchlist/{id}/prices?token=…}. Also decides
 * which principals may read the topics of lists at other endpoints. Confined to one event loop.
 */
public final class WatchlistSockets implements Mount, TopicGate {
  private static final String PREFIX = "/api/v1/ws/watchlist/";
  private static final Pattern PATH = Pattern.compile(PREFIX + "([^/]+)/prices");

  private final Hub hub;
  private final MountParts parts;
  // Many clients may connect at once; their questions share statements.
  private final GatheredQuestions<View, Optional<Refusal>> access;
  private final OptionalLong everybody;
  private final Viewers viewers;

  private WatchlistSockets(MountParts parts, WatchlistAccess access, OptionalLong everybody) {
    this.hub = parts.hub();
    this.parts = parts;
    this.access = new GatheredQuestions<>(access::refusals);
    this.everybody = everybody;
    this.viewers = new Viewers(access);
  }

  /**
   * Creates the mount of each event loop.
   *
   * @param pool of the database with the tables
   * @param everybody the user of every client, where clients cannot sign in; where it is empty,
   *     clients without a token are rejected
   */
  public static MountFactory of(WatchlistSettings settings, Pool pool, OptionalLong everybody) {
    WatchlistAccess access = new WatchlistAccess(pool, settings);
    return parts -> {
      WatchlistSockets sockets = new WatchlistSockets(parts, access, everybody);
      parts.gates().add(sockets);
      parts
          .vertx()
          .setPeriodic(
              Viewers.LOOK_MS,
              now -> sockets.viewers.look().onComplete(looked -> parts.hub().flush()));
      return sockets;
    };
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    Matcher path = PATH.matcher(request.path());
    return path.matches()
        ? Optional.of(new Endpoint(parts.inbound(), socket -> open(path.group(1), request, socket)))
        : Optional.empty();
  }

  @Override
  public void mount(Router router) {
    router.get(PREFIX + ":id/prices").handler(WebSockets::upgradeRequired);
  }

  private void open(String id, HttpServerRequest request, WebSocketConnection connection) {
    Session session =
        hub.sessions()
            .open(
                Principal.ANYBODY,
                Format.WATCHLIST_WEBSOCKET.on(connection),
                opened -> new WebSocketTransport(connection));
    // The client sends only pongs. A message shows that the client is alive and has no other
    // effect.
    connection.listen(new SessionListener(hub, session, message -> session.heard()));
    Optional<Token> token = RequestToken.in(request);
    if (parts.authenticator() == Authenticator.OFF && everybody.isPresent()) {
      view(session, everybody.getAsLong(), id);
    } else if (token.isEmpty() || parts.authenticator() == Authenticator.OFF) {
      end(session, CloseCode.POLICY, "Missing authentication token");
    } else {
      parts
          .authenticator()
          .authenticate(token.get())
          .onSuccess(principal -> known(session, principal, id))
          .onFailure(failure -> refuse(session, failure));
    }
    hub.flush();
  }

  private void known(Session session, Principal principal, String id) {
    if (session.hasEnded()) {
      return;
    }
    hub.rights().became(session, principal);
    OptionalLong user = user(principal);
    if (user.isEmpty()) {
      end(session, CloseCode.POLICY, "Invalid session data");
    } else {
      view(session, user.getAsLong(), id);
    }
    hub.flush();
  }

  private void refuse(Session session, Throwable failure) {
    if (AuthFailure.codeOf(failure) == ErrorCode.AUTH_UNAVAILABLE) {
      end(session, CloseCode.INTERNAL_ERROR, "Session service unavailable");
    } else if (AuthFailure.isIncomplete(failure)) {
      end(session, CloseCode.POLICY, "Invalid session data");
    } else {
      end(session, CloseCode.POLICY, "Invalid or expired session");
    }
    hub.flush();
  }

  private void view(Session session, long user, String id) {
    Optional<Long> list = WatchlistId.parse(id);
    if (list.isEmpty()) {
      end(session, CloseCode.POLICY, Refusal.DENIED.text());
      return;
    }
    View view = new View(user, list.get());
    access
        .ask(view)
        .onSuccess(refusal -> view(session, view, refusal))
        .onFailure(failure -> end(session, CloseCode.INTERNAL_ERROR, "Session service unavailable"))
        .onComplete(answered -> hub.flush());
  }

  private void view(Session session, View view, Optional<Refusal> refusal) {
    if (refusal.isPresent()) {
      end(session, CloseCode.POLICY, refusal.get().text());
    } else if (!session.hasEnded()) {
      Topic topic = WatchlistSettings.topic(view.list());
      viewers.add(session, view, lost -> end(lost, CloseCode.POLICY, Refusal.DENIED.text()));
      hub.rights().grant(session, topic);
      hub.subscribe(session, new Command.Subscribe(topic, Optional.empty(), Pace.UNLIMITED), false);
    }
  }

  private void end(Session session, CloseCode code, String reason) {
    if (!session.hasEnded()) {
      hub.sessions().end(session, Disconnect.of(code, reason));
    }
  }

  /** The user of a principal, whose subject is the id of a row. */
  private OptionalLong user(Principal principal) {
    if (!principal.isKnown()) {
      return everybody;
    }
    return WatchlistId.parse(principal.subject())
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public boolean guards(Topic topic) {
    return WatchlistSettings.list(topic).isPresent();
  }

  @Override
  public Future<Optional<Admission>> admission(Principal principal, Topic topic) {
    OptionalLong user = user(principal);
    if (user.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    View view = new View(user.getAsLong(), WatchlistSettings.list(topic).orElseThrow());
    return access
        .ask(view)
        .map(
            refusal ->
                refusal.isPresent()
                    ? Optional.empty()
                    : Optional.of(session -> admit(session, topic, view)));
  }

  private void admit(Session session, Topic topic, View view) {
    viewers.add(session, view, lost -> hub.rights().withdraw(lost, topic));
    hub.rights().grant(session, topic);
  }
}
