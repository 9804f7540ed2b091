package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tickgate.cli.Running;
import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(180)
class MainTest extends MainCase {
  @Test
  void anOrderedStopClosesTheNodeAndEndsWithZero() {
    stop.complete(null);

    assertThat(run(config -> Future.succeededFuture(this::close))).isZero();
    assertThat(closed).hasValue(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aStopDuringTheStartClosesWhatWasStarted() {
    Promise<Running> slow = Promise.promise();
    stop.whenComplete((asked, never) -> slow.complete(this::close));

    int code =
        run(
            config -> {
              stop.complete(null);
              return slow.future();
            });

    assertThat(code).isZero();
    assertThat(closed).hasValue(1);
  }

  @Test
  void aFileThatChangesIsReadAgainAndOneWithErrorsIsNot() throws Exception {
    Path file = Files.writeString(dir.resolve("t.yaml"), "access: { rules: [] }");
    Queue<Integer> rules = new ConcurrentLinkedQueue<>();
    Running running =
        new Running() {
          @Override
          public Future<Void> close() {
            return MainTest.this.close();
          }

          @Override
          public void reread(Config config) {
            rules.add(config.access().rules().size());
          }
        };
    CompletableFuture<Void> starting = new CompletableFuture<>();
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    config -> {
                      starting.complete(null);
                      return Future.succeededFuture(running);
                    },
                    "--config",
                    file.toString()));
    starting.get();
    Queue<String> warnings = new ConcurrentLinkedQueue<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            warnings.add(event.getMessage() + event.getKeyValuePairs());
          }
        };
    appender.start();
    Logger log = (Logger) LoggerFactory.getLogger(Main.class);
    log.addAppender(appender);
    // A whole file each time, in place of the one before.
    Path next = dir.resolve("next.yaml");
    Files.writeString(next, "access: { rules: [{ topics: a, read: everybody }] }");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    await()
        .until(
            () -> warnings.stream().anyMatch(warning -> warning.contains("access.rules[0].read")));
    log.detachAppender(appender);
    assertThat(warnings).allMatch(warning -> warning.startsWith("node.rules_rejected"));
    assertThat(rules).isEmpty();
    Files.writeString(next, "access: { rules: [{ topics: a, read: anybody }] }");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    await().until(() -> rules.contains(1));

    stop.complete(null);
    assertThat(code.get()).isZero();
  }

  @Test
  void anApiKeyIsMadeTogetherWithItsLine() throws Exception {
    assertThat(run(MainTest::mustNotStart, "hash-key", "orders", "--claim", "role=publisher"))
        .isZero();
    List<String> lines = out.toString().lines().toList();
    String key = lines.get(0).replaceAll(".*: ", "");
    assertThat(lines).hasSize(3);

    assertThat(config(lines.get(2)).auth().apiKeys())
        .containsOnlyKeys(new Token(key).hash())
        .allSatisfy(
            (hash, made) ->
                assertThat(made.claims()).isEqualTo(Map.of("role", List.of("publisher"))));
  }

  @Test
  void aKeyWithoutClaimsHasALineForAnOperatorToo() throws Exception {
    assertThat(run(MainTest::mustNotStart, "hash-key", "alice")).isZero();
    List<String> lines = out.toString().lines().toList();
    String hash = new Token(lines.get(0).replaceAll(".*: ", "")).hash();

    assertThat(lines.get(1)).startsWith("For a program");
    assertThat(config(lines.get(2)).auth().apiKeys()).containsOnlyKeys(hash);
    assertThat(lines.get(3)).startsWith("Or for an operator");
    assertThat(config(lines.get(4)).ops().keys()).containsExactly(Map.entry(hash, "alice"));
  }

  private Config config(String line) throws IOException {
    Path file = Files.writeString(dir.resolve("t.yaml"), line);
    Config.Loading loading = Config.load(Optional.of(file), Map.of(), Optional.empty());
    assertThat(loading).isInstanceOf(Config.Loading.Ready.class);
    return ((Config.Loading.Ready) loading).config();
  }

  @Test
  void aNameThatTheConfigurationWouldRefuseGetsNoKey() {
    assertThat(run(MainTest::mustNotStart, "hash-key", "a b")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("\"a b\" is not a name (1 to 64 of letters");
  }

  @Test
  void badConfigurationEndsWithOneAndALineForEachError() {
    environment.put("TICKGATE_HTTP_PORT", "abc");
    environment.put("TICKGATE_HEARTBEAT", "soon");

    assertThat(run(MainTest::mustNotStart)).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .contains("http.port: \"abc\" is not a port (0-65535), from TICKGATE_HTTP_PORT");
  }

  @Test
  void badUsageEndsWithOneAndSaysWhereHelpIs() {
    assertThat(run(MainTest::mustNotStart, "--rols", "poller")).isEqualTo(1);
    assertThat(err.toString()).contains("--rols").contains("Try: tickgate --help");
    assertThat(run(MainTest::mustNotStart, "--config", "none.yaml")).isEqualTo(1);
    assertThat(err.toString()).contains("none.yaml: there is no such file");
    assertThat(run(MainTest::mustNotStart, "--roles", "boss")).isEqualTo(1);
    assertThat(err.toString()).contains("\"boss\" is not one of").contains("from --roles");
  }

  @Test
  void whatTheWorldRefusesIsOneLineAndEndsWithTwo() {
    List<Exception> refusals =
        List.of(
            new BindException("http.port 8080 is in use; choose another"),
            new UnknownHostException("db"));

    refusals.forEach(
        refusal -> assertThat(run(config -> Future.failedFuture(refusal))).isEqualTo(2));

    assertThat(err.toString().lines())
        .containsExactly("http.port 8080 is in use; choose another", "UnknownHostException: db");
  }

  @Test
  void aNodeThatCannotCloseEndsWithTwo() {
    stop.complete(null);
    Running stuck = () -> Future.failedFuture(new BindException("cannot leave the cluster"));

    assertThat(run(config -> Future.succeededFuture(stuck))).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("cannot leave the cluster");
  }

  @Test
  void theCommandLineDecidesTheRoles() {
    stop.complete(null);

    int code =
        run(
            config -> {
              assertThat(config.roles()).containsExactlyInAnyOrder(Role.POLLER, Role.GATEWAY);
              return Future.succeededFuture(this::close);
            },
            "--roles",
            "poller,gateway");

    assertThat(code).isZero();
  }

  @Test
  void helpAndVersionAreToldWithoutStarting() {
    assertThat(run(MainTest::mustNotStart, "--help")).isZero();
    assertThat(out.toString()).contains("--config=FILE").contains("--roles").contains("check");
    for (Role role : Role.values()) {
      assertThat(out.toString()).contains(role.name().toLowerCase(Locale.ROOT));
    }
    assertThat(run(MainTest::mustNotStart, "--version")).isZero();
    assertThat(out.toString()).contains("tickgate dev");
  }

  @Test
  void feedsWithoutADatabaseStartNothingUnlessTheDemoIsAskedFor() {
    stop.complete(null);
    environment.put("TICKGATE_FEEDS", "[{name: a, table: t, key: id}]");

    assertThat(run(MainTest::mustNotStart)).isEqualTo(1);
    assertThat(run(MainTest::mustNotStart, "check")).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("set DATABASE_URL to the database with their tables"));
    assertThat(run(config -> Future.succeededFuture(this::close), "--demo")).isZero();
    assertThat(closed).hasValue(1);
  }

  @Test
  void aNewEpochIsOfADatabaseThatIsNamed() {
    assertThat(run(MainTest::mustNotStart, "journal", "new-epoch")).isEqualTo(1);
    assertThat(err.toString()).startsWith("database.url: is empty; set DATABASE_URL");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void triggersAreOfADatabaseThatIsNamed() {
    assertThat(run(MainTest::mustNotStart, "notify", "install")).isEqualTo(1);
    assertThat(run(MainTest::mustNotStart, "notify", "remove", "--demo")).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("database.url: is empty; set DATABASE_URL"));
  }
}
