package dev.tickgate.node;

import dev.tickgate.config.Config;
import dev.tickgate.demo.EmbeddedDatabase;
import dev.tickgate.feed.FeedDatabases;
import dev.tickgate.ops.FailureText;
import dev.tickgate.store.Database;
import dev.tickgate.store.DatabaseReport;
import dev.tickgate.store.DatabaseReport.Pooler;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.store.DatabaseUrl;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import dev.tickgate.store.Pooling;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases of a node: those of the configuration, or an embedded one. */
public record Databases(
    Database source,
    Database coordination,
    FeedDatabases feeds,
    Optional<EmbeddedDatabase> embedded) {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  /**
   * @return completes when both answer; fails with an {@link IOException} that names the one that
   *     does not
   */
  public static Future<Databases> open(Vertx vertx, Config config) {
    return config
        .database()
        .server()
        .map(server -> Future.succeededFuture(connect(vertx, config, server, Optional.empty())))
        .orElseGet(() -> embed(vertx, config))
        .compose(opened -> opened.answering(config));
  }

  private static Future<Databases> embed(Vertx vertx, Config config) {
    Path directory = config.database().embeddedDir().orElseGet(EmbeddedDatabase::defaultDirectory);
    return vertx
        .executeBlocking(() -> EmbeddedDatabase.start(directory))
        .map(
            embedded -> {
              // The connection does not leave this machine, so it needs no encryption.
              String text = embedded.url() + "?sslmode=disable";
              DatabaseUrl url = ((Read) DatabaseUrl.read(text)).url();
              return connect(vertx, config, DatabaseSettings.of(url), Optional.of(embedded));
            });
  }

  private static Databases connect(
      Vertx vertx, Config config, DatabaseSettings server, Optional<EmbeddedDatabase> embedded) {
    Database source = new Database(vertx, server);
    Database coordination =
        config.coordination().map(settings -> new Database(vertx, settings)).orElse(source);
    return new Databases(source, coordination, FeedDatabases.open(source, coordination), embedded);
  }

  private Future<Databases> answering(Config config) {
    return answers(source, "database", config.database().server())
        .compose(
            answered ->
                config.coordination().isEmpty()
                    ? Future.succeededFuture()
                    : answers(coordination, "coordination", config.coordination()))
        .map(this)
        .recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
  }

  private static Future<Void> answers(
      Database database, String group, Optional<DatabaseSettings> settings) {
    Future<Void> itself = answers(database, group + ".url", pooling(settings));
    return settings.flatMap(DatabaseSettings::listenUrl).isEmpty()
        ? itself
        : itself.compose(
            answered ->
                answers(database.sessions().orElseThrow(), group + ".listenUrl", Pooling.SESSION));
  }

  private static Pooling pooling(Optional<DatabaseSettings> settings) {
    return settings.map(DatabaseSettings::pooling).orElse(Pooling.SESSION);
  }

  private static Future<Void> answers(Database database, String key, Pooling pooling) {
    return database
        .describe()
        .recover(
            failure ->
                Future.failedFuture(
                    new IOException(
                        "no database at %s (%s): %s"
                            .formatted(database, key, FailureText.of(failure)),
                        failure)))
        .compose(
            report ->
                report.pooler() == Pooler.TRANSACTION && pooling == Pooling.SESSION
                    ? Future.failedFuture(
                        new IOException(
                            ("%s leads to a connection pooler in transaction mode: set %s to"
                                    + " transaction, and listenUrl to the database itself")
                                .formatted(key, key.replaceAll("\\..*", ".pooling"))))
                    : Future.succeededFuture(report))
        .onSuccess(report -> connected(key, report))
        .mapEmpty();
  }

  private static void connected(String key, DatabaseReport report) {
    LOG.atInfo()
        .addKeyValue("key", key)
        .addKeyValue("server", report.server())
        .addKeyValue("database", report.database())
        .addKeyValue("user", report.user())
        .addKeyValue("version", report.version())
        .addKeyValue("encrypted", report.encrypted())
        .addKeyValue("read_only", report.readOnly())
        .addKeyValue("pooler", report.pooler().text())
        .log("database.connected");
  }

  /** Closes the connections, and releases the embedded server. */
  public Future<Void> close() {
    return feeds.close().eventually(this::leaveEmbedded);
  }

  private Future<Void> leaveEmbedded() {
    return embedded.isEmpty()
        ? Future.succeededFuture()
        : Vertx.currentContext().owner().executeBlocking(() -> embedded.get().stop()).mapEmpty();
  }
}
