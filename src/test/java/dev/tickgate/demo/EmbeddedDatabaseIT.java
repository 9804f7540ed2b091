package dev.tickgate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EmbeddedDatabaseIT {
  @TempDir private Path directory;
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final List<AutoCloseable> running = new ArrayList<>();

  @Test
  void itIsDurableAndCountsInUtcAndHearsThisMachineOnly() throws IOException {
    EmbeddedDatabase database = start();

    assertThat(ask(database, "show fsync")).isEqualTo("on");
    assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
    assertThat(ask(database, "show timezone")).isEqualTo("UTC");
    assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(ask(database, "show server_version")).startsWith("17.");
  }

  @Test
  void aFirstStartTellsEachOfItsSteps() throws IOException {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            told.add(event.getMessage());
          }
        };
    appender.start();
    Logger log = (Logger) LoggerFactory.getLogger("dev.tickgate.demo");
    // Another class of the same JVM may have made the loggers above quieter.
    Level before = log.getLevel();
    log.setLevel(Level.INFO);
    log.addAppender(appender);
    try {
      running.add(EmbeddedDatabase.start(directory)::stop);
    } finally {
      log.detachAppender(appender);
      log.setLevel(before);
    }

    assertThat(told)
        .containsExactly(
            "database.embedded_unpacking",
            "database.embedded_creating",
            "database.embedded_starting",
            "database.embedded_started");
  }

  @Test
  void whatIsWrittenIsThereAfterARestart() throws IOException {
    EmbeddedDatabase first = start();
    ask(first, "create table kept as select 42 as answer");
    assertThat(first.stop()).isTrue();

    EmbeddedDatabase second = start();

    assertThat(ask(second, "select answer::text from kept")).isEqualTo("42");
  }

  @Test
  void twoUsersShareOneServerAndTheLastOneStopsIt() throws IOException {
    EmbeddedDatabase first = start();
    EmbeddedDatabase second = start();

    assertThat(second.port()).isEqualTo(first.port());
    assertThat(first.stop()).isFalse();
    assertThat(ask(second, "select 'alive'")).isEqualTo("alive");
    assertThat(second.stop()).isTrue();
  }

  @Test
  void aServerThatAKilledProcessLeftIsAdoptedAndStopped() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(said.readLine());
      EmbeddedDatabase guest = start();
      assertThat(guest.port()).isEqualTo(port);
      assertThat(guest.stop()).as("the other process still uses it").isFalse();

      other.destroyForcibly().waitFor();

      EmbeddedDatabase heir = start();
      assertThat(heir.port()).isEqualTo(port);
      assertThat(heir.stop()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** A user in a process of its own, until killed. */
  static final class OtherProcess {
    public static void main(String[] arguments) throws Exception {
      EmbeddedDatabase database = TestServer.database(Path.of(arguments[0]));
      System.out.println(database.port());
      System.out.flush();
      Thread.currentThread().join();
    }
  }

  @Test
  void theNumberOfAServerThatIsGoneDoesNotHinderEvenWhereAnotherProcessHasIt() throws IOException {
    start().stop();
    Path data = directory.resolve("data");
    Files.writeString(
        data.resolve("postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + data + "\n1\n5432\n\n127.0.0.1\n\nready   \n");

    assertThat(ask(start(), "select 'alive'")).isEqualTo("alive");
  }

  @Test
  void anInstallationThatWasInterruptedIsMadeAnew() throws IOException {
    Path half = Files.createDirectories(directory.resolve("data.creating"));
    Files.writeString(half.resolve("PG_VERSION"), "17");
    Files.writeString(half.resolve("postgresql.conf"), "");

    assertThat(ask(start(), "select 'alive'")).isEqualTo("alive");
  }

  @Test
  void aServerThatCrashedRecovers() throws IOException {
    EmbeddedDatabase first = start();
    ask(first, "create table kept as select 42 as answer");
    TestServer.serverOf(directory).stop("immediate");

    EmbeddedDatabase second = start();

    assertThat(ask(second, "select answer::text from kept")).isEqualTo("42");
    assertThat(first.stop()).isFalse();
  }

  private EmbeddedDatabase start() throws IOException {
    EmbeddedDatabase database = TestServer.database(directory);
    running.add(database::stop);
    return database;
  }

  private String ask(EmbeddedDatabase database, String sql) {
    PgConnection connection =
        DatabaseFixture.await(
            PgConnection.connect(vertx, PgConnectOptions.fromUri(database.url())));
    var rows = DatabaseFixture.await(connection.query(sql).execute());
    DatabaseFixture.await(connection.close());
    return rows.size() == 0 ? "" : rows.iterator().next().getString(0);
  }
}
