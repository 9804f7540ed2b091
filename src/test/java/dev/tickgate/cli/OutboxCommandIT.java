package dev.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.Main;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxCommandIT {
  private static final String ROLE = "r" + UUID.randomUUID().toString().replace("-", "");
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void open() {
    database.run("create role " + ROLE);
  }

  @AfterAll
  static void close() {
    database.run("drop owned by %1$s cascade; drop role %1$s".formatted(ROLE));
  }

  @Test
  void itInstallsTheTableAndGrantsInserts() {
    assertThat(run(database.url(), "check", "--connect")).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(out.toString()).contains("ok       outbox: there is no table tickgate.outbox yet");

    assertThat(run(database.url(), "outbox", "install")).isZero();
    assertThat(run(database.url(), "outbox", "install", "--grant", ROLE)).isZero();

    assertThat(out.toString())
        .contains("the table tickgate.outbox is installed")
        .contains(ROLE + " may insert rows");
    run(database.url(), "check", "--connect");
    assertThat(out.toString()).contains("ok       outbox: rows of tickgate.outbox can be read");

    database.run("alter table tickgate.outbox rename to outbox_gone");
    assertThat(run(database.url(), "check", "--connect")).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(out.toString())
        .contains("error    outbox: the table tickgate.outbox was created before and is missing");
    database.run("alter table tickgate.outbox_gone rename to outbox");

    database.run(
        "set role "
            + ROLE
            + "; insert into tickgate.outbox (topic, payload)"
            + " values ('events.a', '{\"a\": 1}'); reset role");
  }

  @Test
  void itNamesARoleThatDoesNotExist() {
    assertThat(run(database.url(), "outbox", "install", "--grant", "no such role"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("role \"no such role\" does not exist");
  }

  @Test
  void itNeedsADatabase() {
    assertThat(run("", "outbox", "install")).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(err.toString()).contains("database.url: is empty");
  }

  private int run(String url, String... arguments) {
    return new Main(Map.of("DATABASE_URL", url), config -> null, new CompletableFuture<>())
        .run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
