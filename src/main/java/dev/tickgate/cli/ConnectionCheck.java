package dev.tickgate.cli;

import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.config.Units;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.LeadershipCheck;
import dev.tickgate.feed.NotifyTrigger;
import dev.tickgate.feed.OutboxReport;
import dev.tickgate.feed.TableCheck;
import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.ops.FailureText;
import dev.tickgate.store.Database;
import dev.tickgate.store.DatabaseReport;
import dev.tickgate.store.DatabaseReport.Pooler;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.store.Pooling;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;

/**
 * {@code tickgate check --connect}: checks the databases and the systems of the relays as a start
 * would find them. Changes nothing, and continues after a failure, so that one run reports all
 * failures.
 */
public final class ConnectionCheck {
  private static final int OLDEST = 14;
  private static final int NEWEST_TESTED = 18;

  private final Config config;
  private final Vertx vertx;
  private final CheckReport report = new CheckReport();

  private ConnectionCheck(Config config, Vertx vertx) {
    this.config = config;
    this.vertx = vertx;
  }

  /** Returns all findings. Blocks. */
  static List<CheckReport.Line> run(Config config) throws Exception {
    return DatabaseTask.run(
        vertx -> {
          ConnectionCheck check = new ConnectionCheck(config, vertx);
          return check.databases().compose(done -> check.relays()).map(check.report.lines());
        });
  }

  private Future<Void> relays() {
    return config.roles().contains(Role.RELAY)
        ? new RelayConnections(config.relays(), vertx, report).check()
        : Future.succeededFuture();
  }

  private Future<Void> databases() {
    Optional<DatabaseSettings> server = config.database().server();
    if (server.isEmpty()) {
      report.add("database.url", Level.WARNING, "is empty: a start runs an embedded PostgreSQL");
      return Future.succeededFuture();
    }
    Database source = new Database(vertx, server.get());
    boolean apart = config.coordination().isPresent();
    Database coordination =
        config.coordination().map(own -> new Database(vertx, own)).orElse(source);
    return reached("database", source, server.get())
        .compose(reached -> reached ? feeds(source).map(true) : Future.succeededFuture(false))
        .compose(
            reached ->
                apart
                    ? reached("coordination", coordination, config.coordination().get())
                    : Future.succeededFuture(reached))
        .compose(
            reached ->
                reached
                    ? schemas(apart ? "coordination.url" : "database.url", coordination)
                    : Future.succeededFuture());
  }

  private Future<Boolean> reached(String group, Database database, DatabaseSettings settings) {
    Future<Boolean> itself = reached(group + ".url", database, settings.pooling());
    return settings.listenUrl().isEmpty()
        ? itself
        : itself.compose(
            reached ->
                reached(group + ".listenUrl", database.sessions().orElseThrow(), Pooling.SESSION)
                    .map(reached));
  }

  /** Whether the database answers. */
  private Future<Boolean> reached(String key, Database database, Pooling pooling) {
    return database
        .describe()
        .map(
            answer -> {
              described(key, answer, pooling);
              return true;
            })
        .recover(
            failure -> {
              report.add(
                  key, Level.ERROR, "no database at " + database + ": " + FailureText.of(failure));
              return Future.succeededFuture(false);
            });
  }

  private void described(String key, DatabaseReport database, Pooling pooling) {
    report.add(
        key,
        Level.OK,
        "PostgreSQL %s at %s, database %s, user %s, %s%s"
            .formatted(
                database.version(),
                database.server(),
                database.database(),
                database.user(),
                database.encrypted() ? "encrypted" : "not encrypted",
                database.pooler() == Pooler.NONE
                    ? ""
                    : ", through a pooler (%s)".formatted(database.pooler().text())));
    int major = Integer.parseInt(database.version().replaceAll("\\D.*", ""));
    if (major < OLDEST) {
      report.add(key, Level.ERROR, "PostgreSQL %d or newer is needed".formatted(OLDEST));
    } else if (major > NEWEST_TESTED) {
      report.add(
          key, Level.WARNING, "versions after %d have not been tested".formatted(NEWEST_TESTED));
    }
    if (database.pooler() == Pooler.TRANSACTION && pooling == Pooling.SESSION) {
      report.add(
          key,
          Level.ERROR,
          "leads to a connection pooler in transaction mode: set %s to transaction"
              .formatted(key.replaceAll("\\..*", ".pooling")));
    }
  }

  private Future<Void> feeds(Database source) {
    Pool pool = source.pool();
    Future<Void> previous = Future.succeededFuture();
    for (Feed feed : config.feeds()) {
      previous = previous.compose(before -> feed(feed, pool));
    }
    if (config.roles().contains(Role.POLLER) && config.events()) {
      previous = previous.compose(before -> outbox(pool));
    }
    return previous
        .compose(before -> new SchemaCheck(config, report).source("database.url", pool))
        .eventually(pool::close);
  }

  private Future<Void> outbox(Pool pool) {
    return report.guarded(
        "outbox",
        () ->
            OutboxReport.run(pool, config.coordination().isEmpty())
                .onSuccess(found -> report.add("outbox", found))
                .mapEmpty());
  }

  private Future<Void> feed(Feed feed, Pool pool) {
    String subject = "feed " + feed.name();
    return report.guarded(
        subject,
        () ->
            TableCheck.run(feed, pool)
                .onSuccess(found -> found.forEach(f -> report.add(subject, f)))
                .compose(
                    found ->
                        found.stream().anyMatch(f -> f.level() == Level.ERROR)
                            ? Future.succeededFuture()
                            : wakeUp(feed, pool)));
  }

  private Future<Void> wakeUp(Feed feed, Pool pool) {
    return new NotifyTrigger(pool)
        .isInstalled(feed)
        .onSuccess(
            installed ->
                report.add(
                    "feed " + feed.name(),
                    Level.OK,
                    installed
                        ? "inserts wake the poller (NOTIFY %s)".formatted(feed.channel())
                        : "no trigger wakes the poller: it looks every %s; see \"tickgate notify\""
                            .formatted(Units.write(feed.poll()))))
        .mapEmpty();
  }

  private Future<Void> schemas(String key, Database coordination) {
    Pool pool = coordination.pool();
    Future<Void> previous = new SchemaCheck(config, report).coordination(key, pool);
    if (config.roles().contains(Role.POLLER)) {
      for (Feed feed : config.feeds()) {
        previous = previous.compose(before -> leadership(feed, pool));
      }
    }
    return previous.eventually(pool::close);
  }

  private Future<Void> leadership(Feed feed, Pool pool) {
    String subject = "feed " + feed.name();
    return report.guarded(
        subject,
        () ->
            LeadershipCheck.run(feed, pool)
                .onSuccess(found -> report.add(subject, found))
                .mapEmpty());
  }
}
