package dev.tickgate.store;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.auth.AuthVerticle;
import dev.tickgate.candle.Candles;
import dev.tickgate.event.StatisticsVerticle;
import dev.tickgate.feed.FeedDatabases;
import dev.tickgate.feed.OutboxTable;
import dev.tickgate.room.Rooms;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.watchlist.WatchlistSettings;
import dev.tickgate.watchlist.Watchlists;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Migrations as users with few rights apply them, and the findings of their rehearsals. */
class SchemaIT {
  private static final WatchlistSettings WATCHLISTS =
      new WatchlistSettings(
          Duration.ofSeconds(1), WatchlistSettings.Mode.INTERVAL, 1, 1, Optional.empty());

  private final String role = "r" + UUID.randomUUID().toString().replace("-", "");
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private Pool pool;

  static Stream<Schema> parts() {
    return Stream.of(
        FeedDatabases.schema(),
        OutboxTable.SCHEMA,
        AuthVerticle.schema(),
        StatisticsVerticle.schema(),
        Candles.schema(),
        Rooms.schema(),
        Watchlists.schema(WATCHLISTS).orElseThrow());
  }

  @BeforeEach
  void open() {
    database.run("create role %s login".formatted(role));
    pool = DatabaseFixture.open(vertx, database.options().setUser(role)).pool();
  }

  @AfterEach
  void close() {
    await(pool.close());
    database.run("drop owned by %1$s cascade; drop role %1$s".formatted(role));
  }

  @Test
  void theyAreAllThatThereAre() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/main/resources/db"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(parts().map(Schema::part).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aFailureHasTheStatementAfterWhichTheSameUserMigrates(Schema part) {
    List<String> missing = Stream.of("tickgate", part.namespace()).distinct().toList();
    for (String schema : missing) {
      String problem = problem(part.migrate(pool));

      assertThat(problem)
          .isEqualTo(
              "the schema %s is missing, and the user %s may not create it in the database %s: let an administrator of the database run \"create schema %1$s authorization %2$s\" there"
                  .formatted(schema, role, database.options().getDatabase()));
      assertThat(problem(part.rehearse(pool))).isEqualTo(problem);
      database.run(statement(problem));
    }

    await(part.rehearse(pool));
    assertThat(database.run("select to_regclass('tickgate.schema_version')").iterator().next())
        .matches(row -> row.getValue(0) == null, "a rehearsal changes nothing");
    await(part.migrate(pool));
    await(part.rehearse(pool));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aSchemaOfAnotherUserNeedsAGrant(Schema part) {
    List<String> others = Stream.of("tickgate", part.namespace()).distinct().toList();
    others.forEach(schema -> database.run("create schema " + schema));
    for (String schema : others) {
      String problem = problem(part.migrate(pool));

      assertThat(problem)
          .startsWith(
              "the user %s may not create tables in the schema %s of".formatted(role, schema));
      database.run(statement(problem));
    }

    await(part.migrate(pool));
    await(part.rehearse(pool));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aTableThatIsGoneIsAFinding(Schema part) {
    await(part.migrate(database.pool()));
    assertThat(tables()).isNotEmpty();
    for (String table : tables()) {
      database.run("alter table %s rename to gone".formatted(table));

      assertThat(problem(part.rehearse(database.pool())))
          .contains("the part %s was created: %s; restore".formatted(part.part(), table));
      assertThat(await(part.isApplied(database.pool()))).isTrue();

      database.run(
          "alter table %s.gone rename to %s"
              .formatted(part.namespace(), table.substring(table.indexOf('.') + 1)));
      await(part.rehearse(database.pool()));
    }
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aUserThatMayReadAndWriteNeedsNoRightToCreate(Schema part) {
    await(part.migrate(database.pool()));
    database.run("create table tickgate.of_another_part (a int)");
    database.run("grant usage on schema tickgate, %s to %s".formatted(part.namespace(), role));
    database.run("grant select on tickgate.schema_version to " + role);
    List<String> tables = tables();
    tables.remove("tickgate.of_another_part");
    database.run(
        "grant select, insert, update, delete on %s to %s"
            .formatted(String.join(", ", tables), role));

    await(part.rehearse(pool));
    await(part.migrate(pool));

    database.run("revoke insert on %s from %s".formatted(tables.get(0), role));
    assertThat(problem(part.rehearse(pool)))
        .isEqualTo("the user may not read and write these tables: " + tables.get(0));
  }

  @Test
  void watchlistsOfTheVersionBeforeAreKept() {
    Schema now = Watchlists.schema(WATCHLISTS).orElseThrow();
    Schema before = new Schema("watchlist", "watchlist", now.versions().subList(0, 1));
    await(before.migrate(database.pool()));
    database.run("insert into watchlist.users (name) values ('kept')");

    await(now.migrate(database.pool()));
    await(now.migrate(database.pool()));

    assertThat(database.run("select from watchlist.users")).hasSize(1);
    assertThat(database.run("select from tickgate.schema_version")).hasSize(2);
  }

  /** Of the part that was migrated. */
  private List<String> tables() {
    return new ArrayList<>(
        StreamSupport.stream(
                database
                    .run(
                        """
                        select schemaname || '.' || tablename from pg_tables
                        where schemaname in ('tickgate', 'watchlist') and tablename <> 'schema_version'
                        order by 1
                        """)
                    .spliterator(),
                false)
            .map(row -> row.getString(0))
            .toList());
  }

  private static String problem(Future<?> failing) {
    return await(failing.map("").otherwise(Throwable::getMessage));
  }

  private static String statement(String problem) {
    return problem.substring(problem.indexOf('"') + 1, problem.lastIndexOf('"'));
  }
}
