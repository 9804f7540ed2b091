package dev.tickgate.lead;

import dev.tickgate.store.Database;
import dev.tickgate.store.Identifier;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the notifications of a channel, on a connection of its own. A notification only makes a
 * look happen earlier, so a lost one costs time and nothing else. Confined to the poller's event
 * loop.
 *
 * <pre>
 *   start ──▶ connecting ──▶ listening ──connection lost──▶ waiting ──▶ connecting
 *     │            └─ the source is a standby ──▶ off
 *     └─ reachable only through a pooler in transaction mode ──▶ off
 * </pre>
 */
public final class NotificationListener {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
  private static final String READ_ONLY = "25006";
  private static final String NOT_IN_RECOVERY = "0A000";

  private final Vertx vertx;
  private final Optional<Database> database;
  private final String feed;
  private final String channel;
  private final Runnable look;
  private final Backoff backoff;
  private final Context context;
  private boolean stopped;
  private PgConnection connection;

  /**
   * @param look called at each notification, and once when it begins to listen
   */
  public NotificationListener(
      Vertx vertx,
      Optional<Database> database,
      String feed,
      String channel,
      Runnable look,
      Backoff backoff) {
    this.vertx = vertx;
    this.database = database;
    this.feed = feed;
    this.channel = channel;
    this.look = look;
    this.backoff = backoff;
    this.context = vertx.getOrCreateContext();
  }

  public void start() {
    if (database.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("feed", feed)
          .addKeyValue("channel", channel)
          .addKeyValue("hint", "no listenUrl past the pooler")
          .log("feed.notifications_disabled");
      return;
    }
    database
        .get()
        .connect()
        .compose(this::listen)
        .onSuccess(
            listening -> {
              backoff.reset();
              // Rows may have been committed while no connection listened.
              look.run();
            })
        .onFailure(this::failed);
  }

  private Future<Void> listen(PgConnection opened) {
    if (stopped) {
      return opened.close();
    }
    connection = opened;
    opened.notificationHandler(notification -> context.runOnContext(on -> look.run()));
    // Every failure of the connection closes it.
    opened.exceptionHandler(broken -> {});
    opened.closeHandler(closed -> context.runOnContext(on -> lost(opened)));
    return opened
        .query("listen " + Identifier.quoted(channel))
        .execute()
        .<Void>mapEmpty()
        .onFailure(refused -> opened.close());
  }

  private void lost(PgConnection closed) {
    if (connection == closed) {
      connection = null;
      again();
    }
  }

  private void failed(Throwable failure) {
    if (failure instanceof PgException refused
        && (READ_ONLY.equals(refused.getSqlState())
            || NOT_IN_RECOVERY.equals(refused.getSqlState()))) {
      connection = null;
      LOG.atInfo().addKeyValue("feed", feed).log("feed.notifications_unsupported");
      return;
    }
    // The failure of an open connection also calls the close handler; only one of the two may
    // reconnect.
    if (connection == null) {
      again();
    }
  }

  private void again() {
    if (!stopped) {
      vertx.setTimer(
          backoff.next(),
          now -> {
            if (!stopped) {
              start();
            }
          });
    }
  }

  public Future<Void> stop() {
    stopped = true;
    PgConnection open = connection;
    connection = null;
    return open == null ? Future.succeededFuture() : open.close();
  }
}
