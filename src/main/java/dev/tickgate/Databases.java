package dev.tickgate;

import dev.tickgate.demo.EmbeddedDatabase;
import dev.tickgate.feed.FeedDatabases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The databases of a node: those of the configuration, or an embedded one.
 *
 * @param source as a person would be told it; no password
 */
record Databases(
    String source,
    PgConnectOptions sourceOptions,
    FeedDatabases feeds,
    Optional<EmbeddedDatabase> embedded) {

  /**
   * @return done when both answer; failed with an {@link IOException} that says which does not
   */
  static Future<Databases> open(Vertx vertx, Config config) {
    return config
        .database()
        .url()
        .map(url -> Future.succeededFuture(connect(vertx, config, url, Optional.empty())))
        .orElseGet(() -> embed(vertx, config))
        .compose(Databases::answering);
  }

  private static Future<Databases> embed(Vertx vertx, Config config) {
    Path directory = config.database().embeddedDir().orElseGet(EmbeddedDatabase::defaultDirectory);
    return vertx
        .executeBlocking(() -> EmbeddedDatabase.start(directory))
        .map(
            embedded ->
                connect(vertx, config, new DatabaseUrl(embedded.url()), Optional.of(embedded)));
  }

  private static Databases connect(
      Vertx vertx, Config config, DatabaseUrl source, Optional<EmbeddedDatabase> embedded) {
    DatabaseUrl coordination = config.coordination().orElse(source);
    FeedDatabases feeds =
        FeedDatabases.open(vertx, source.connectOptions(), coordination.connectOptions());
    return new Databases(source.toString(), source.connectOptions(), feeds, embedded);
  }

  private Future<Databases> answering() {
    return answers(feeds.source(), "database.url")
        .compose(answered -> answers(feeds.coordination(), "coordination.url"))
        .map(this)
        .recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
  }

  private Future<Void> answers(Pool pool, String key) {
    return pool.query("select 1")
        .execute()
        .<Void>mapEmpty()
        .recover(
            failure ->
                Future.failedFuture(
                    new IOException(
                        "no database at %s (%s): %s".formatted(source, key, failure.getMessage()),
                        failure)));
  }

  /** Closes the connections, and leaves the embedded server. */
  Future<Void> close() {
    return feeds.close().eventually(this::leaveEmbedded);
  }

  private Future<Void> leaveEmbedded() {
    return embedded.isEmpty()
        ? Future.succeededFuture()
        : Vertx.currentContext().owner().executeBlocking(() -> embedded.get().stop()).mapEmpty();
  }
}
