package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.cluster.ClusterSettings.Members;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.Key;
import dev.tickgate.feed.Mode;
import dev.tickgate.feed.Start;
import dev.tickgate.feed.Symbols;
import dev.tickgate.market.Display;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest extends ConfigCase {
  @Test
  void withoutAnythingItIsTheOneCommandRun() {
    Config config = config("", Map.of());

    assertThat(config.roles()).containsExactly(Role.values());
    assertThat(config.http()).isEqualTo(new Config.Http("0.0.0.0", 8080, 0, false, EDGE));
    assertThat(config.ops().port()).isEqualTo(8081);
    assertThat(config.database())
        .isEqualTo(new Config.Database(Optional.empty(), Optional.empty()));
    assertThat(config.demo()).isEqualTo(new Config.Demo(true, 1, true));
    assertThat(config.cluster().enabled()).isFalse();
    assertThat(config.cluster().discovery()).isEqualTo(new Members(List.of("127.0.0.1:5701")));
    assertThat(config.feeds())
        .containsExactly(
            new Feed(
                "usd_jpy",
                new Symbols.Fixed("USD_JPY"),
                "ticker_usd_jpy",
                new Key.Time("time", Duration.ofMinutes(10)),
                new Feed.Columns("time", "bid", "ask"),
                Duration.ofMillis(250),
                ZoneId.of("UTC"),
                new Start.Lookback(),
                Mode.VISIBILITY,
                Display.DEFAULT));
    assertThat(config.journalRetention()).isEqualTo(Duration.ofHours(24));
    assertThat(config.historySize()).isEqualTo(10_000);
    assertThat(config.outboxLimit()).isEqualTo(1 << 20);
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theFileIsStrongerThanTheDefaultsAndTheEnvironmentThanTheFile() {
    Config config =
        config(
            "http: { port: 9000, host: 10.0.0.1 }\nheartbeat: 10s\n",
            Map.of("TICKGATE_HTTP_PORT", "9001"));

    assertThat(config.http()).isEqualTo(new Config.Http("10.0.0.1", 9001, 0, false, EDGE));
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theCommandLineIsStrongerThanTheEnvironment() {
    Config config =
        ready(
            Config.load(
                Optional.empty(), Map.of("TICKGATE_ROLES", "poller"), Optional.of("gateway")));

    assertThat(config.roles()).containsExactly(Role.GATEWAY);
  }

  @Test
  void allErrorsAreToldTogetherEachWithItsPathAndSource() {
    Path file =
        file(
            """
            http: { port: 70000 }
            heartbeat: 30
            outbox: { limit: lots }
            demo: { enabled: yes please, rate: 0 }
            roles: [poller, gatway]
            cluster: true
            feeds:
              - { name: USD, table: "a.b.c", key: id, poll: 1ms }
            """);

    assertThat(errors(file, Map.of("TICKGATE_OPS_PORT", "abc", "TICKGATE_DRAIN", "-5s")))
        .containsExactlyInAnyOrder(
            "database.url: is empty, but feeds are set: set DATABASE_URL to the database with their"
                + " tables, or start with --demo for an embedded one, from default",
            "http.port: \"70000\" is not a port (0-65535), from " + file,
            "ops.port: \"abc\" is not a port (0-65535), from TICKGATE_OPS_PORT",
            "heartbeat: \"30\" is not a duration from 1s to 10m (like 250ms, 5s, 10m, 24h), from "
                + file,
            "drain: \"-5s\" is not a duration from 0ms to 10m (like 250ms, 5s, 10m, 24h),"
                + " from TICKGATE_DRAIN",
            "outbox.limit: \"lots\" is not a size from 16KiB to 1GiB (like 64KiB, 1MiB), from "
                + file,
            "demo.enabled: \"yes please\" is not one of [auto, true, false], from " + file,
            "demo.rate: \"0\" is not a number from 1 to 1000, from " + file,
            "roles: \"gatway\" is not one of poller, recorder, exchange, relay, gateway, from "
                + file,
            "cluster is a group of settings, not a value, from " + file,
            "feeds[0].name: \"USD\" is not a name (a-z, then a-z 0-9 _, at most 50 letters), from "
                + file,
            "feeds[0].table: \"a.b.c\" is not a table (table or schema.table), from " + file,
            "feeds[0].poll: \"1ms\" is not a duration from 10ms to 1m"
                + " (like 250ms, 5s, 10m, 24h), from "
                + file);
  }

  @Test
  void aValueOfAnotherKindIsOneError() {
    Path file = file("auth: { admins: [role=admin] }");

    assertThat(errors(file, Map.of()))
        .containsExactly("auth.admins: [\"role=admin\"] is not text, from " + file);
  }

  @Test
  void whatIsWrongWithRulesAndTokensIsToldWithoutASecret() {
    Path file =
        file(
            """
            roles: [gateway]
            access:
              rules:
                - { topics: "*", read: anybody }
                - { topics: "a.*", read: all, who: me }
            auth:
              required: true
              admins: anybody
              jwt: { secret: too-short-a-secret, jwks: "http://keys.example/", algorithm: none }
              apiKeys: [{ name: x, sha256: 12 }]
            """);

    assertThat(errors(file, Map.of()))
        .containsExactlyInAnyOrder(
            "access.rules[0].topics: not topics (like ticks.*, user.{sub}), from " + file,
            "access.rules[1].who: unknown key, from " + file,
            "access.rules[1].read: \"all\" is not anybody, authenticated, nobody or a claim"
                + " (role=admin), from "
                + file,
            "auth.admins: \"anybody\" is not a claim (role=admin), from " + file,
            "auth.required: no client can authenticate: set auth.jwt, auth.sessions or auth.apiKeys,"
                + " from "
                + file,
            "auth.jwt.algorithm: \"none\" is not one of [HS256, RS256, ES256], from " + file,
            "auth.jwt.jwks: is set, and so is auth.jwt.secret: only one can be, from " + file,
            "auth.apiKeys: auth.apiKeys[0] is not {name, sha256, claims};"
                + " \"tickgate hash-key NAME\" makes one, from "
                + file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: { admins: role=admin }                     | auth.admins: changes nothing",
        "auth: { lifetime: 1d }                           | auth.lifetime: changes nothing",
        "auth: { timeout: 5s }                            | auth.timeout: changes nothing",
        "auth: { jwt: { issuer: me } }                    | auth.jwt.issuer: changes nothing",
        "auth: { jwt: { audience: me } }                  | auth.jwt.audience: changes nothing",
        "auth: { jwt: { algorithm: ES256 } }              | auth.jwt.algorithm: changes nothing",
        "auth: { jwt: { leeway: 1s } }                    | auth.jwt.leeway: changes nothing",
        "auth: { sessions: { query: select 1 } }          | auth.sessions.query: changes nothing",
        "auth: { sessions: { cache: 1s } }                | auth.sessions.cache: changes nothing",
        "access: { rules: [{ topics: a, read: authenticated }] } | access.rules: access.rules[0] matches",
        "access: { rules: [{ topics: a, write: role=b }] }       | access.rules: access.rules[0] matches",
        "access: { rules: [{ topics: 'a.{sub}', read: anybody }] } | access.rules: access.rules[0]",
        "access: { rules: [{ topics: a, read: nobody }] } | access.rules[0]: grants no right",
      })
  void whatChangesNothingIsAnErrorWhereClientsAreServed(String yaml, String told) {
    assertThat(errors(file(yaml), Map.of())).singleElement().asString().startsWith(told);
    if (yaml.startsWith("auth")) {
      config(yaml, Map.of("TICKGATE_ROLES", "poller"));
    }
  }

  @Test
  void whatIsThereForAnyWayToBeKnownIsNoError() {
    config(
        """
        access: { rules: [{ topics: "user.{sub}", read: authenticated }] }
        auth:
          required: true
          timeout: 5s
          lifetime: 1d
          admins: role=admin
          jwt: { issuer: me }
        """,
        Map.of("HUB_JWT_SECRET", "a secret of at least thirty-two bytes"));
    config(
        "auth: { required: false, timeout: 5s, sessions: { enabled: false, cache: 1s } }",
        Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ secret: too-short-a-secret }             | is shorter than 32 bytes",
        "{ secret: 0123456789012345678901234567890123, algorithm: RS256 } | is not for",
        "{ jwks: conf/tickgate.yaml }               | is not for",
        "{ jwks: 'http://a.b/c', algorithm: RS256 } | neither an https URL nor a file",
        "{ jwks: nowhere.json, algorithm: ES256 }   | neither an https URL nor a file",
        "{ key: nowhere.pem, algorithm: RS256 }     | cannot be read",
        "{ key: conf/tickgate.yaml, algorithm: RS256 } | not a public key in PEM",
        "{ secret: 0123456789012345678901234567890123 } | auth keeps tickets and revocations in the database",
      })
  void aKeyThatCannotVerifyIsAnError(String jwt, String told) {
    Path file = file("roles: [gateway]\nauth: { jwt: %s }".formatted(jwt));

    assertThat(errors(file, Map.of()))
        .anyMatch(error -> error.startsWith("auth.jwt.") || error.startsWith("database.url"))
        .anyMatch(error -> error.contains(told))
        .noneMatch(error -> error.contains("too-short-a-secret"));
  }

  @Test
  void anUnknownKeyIsAnErrorThatSaysWhatWasMeant() {
    Path file =
        file(
            """
            htpp: { port: 1 }
            http: { prt: 1 }
            cluster: { buspot: 1, kubernetes: { service: { name: x } } }
            somethingElseEntirely: 1
            feeds: [ { name: a, table: t, key: id, collumns: {}, columns: { bit: b } } ]
            """);

    assertThat(errors(file, Map.of("TICKGATE_HTTP_PROT", "1", "TICKGATE_CLUSTER_BUSPORT", "1")))
        .contains(
            "htpp: unknown key (did you mean http?), from " + file,
            "http.prt: unknown key (did you mean http.port?), from " + file,
            "cluster.buspot: unknown key (did you mean cluster.busPort?), from " + file,
            "somethingElseEntirely: unknown key, from " + file,
            "feeds[0].columns.bit: unknown key (did you mean feeds[0].columns.bid?), from " + file,
            "TICKGATE_HTTP_PROT: unknown environment variable (did you mean TICKGATE_HTTP_PORT?)",
            "TICKGATE_CLUSTER_BUSPORT: unknown environment variable"
                + " (did you mean TICKGATE_CLUSTER_BUS_PORT?)")
        .anyMatch(error -> error.startsWith("feeds[0].collumns: unknown key"));
  }

  @Test
  void everyKeyCanBeSetByTheEnvironment() {
    Config config =
        config(
            "",
            Map.of(
                "TICKGATE_ROLES", "poller, gateway",
                "TICKGATE_DEMO_ENABLED", "true",
                "TICKGATE_CLUSTER_ENABLED", "true",
                "TICKGATE_CLUSTER_BUS_PORT", "7001",
                "TICKGATE_CLUSTER_PUBLIC_HOST", "gate.example",
                "TICKGATE_CLUSTER_MEMBERS", "10.0.0.1:5701,gate-2",
                "TICKGATE_DATABASE_EMBEDDED_DIR", "/tmp/pg",
                "TICKGATE_FEEDS", "[{name: eur_usd, table: q.eur, key: id, lookback: 500}]"));

    assertThat(config.roles()).containsExactlyInAnyOrder(Role.POLLER, Role.GATEWAY);
    assertThat(config.demo().enabled()).isTrue();
    assertThat(config.cluster().enabled()).isTrue();
    assertThat(config.cluster().busPort()).isEqualTo(7001);
    assertThat(config.cluster().publicHost()).contains("gate.example");
    assertThat(config.cluster().discovery())
        .isEqualTo(new Members(List.of("10.0.0.1:5701", "gate-2")));
    assertThat(config.database().embeddedDir()).contains(Path.of("/tmp/pg"));
    assertThat(config.feeds())
        .singleElement()
        .satisfies(
            feed -> {
              assertThat(feed.symbols()).isEqualTo(new Symbols.Fixed("EUR_USD"));
              assertThat(feed.key()).isEqualTo(new Key.Serial("id", 500));
              assertThat(feed.columns().timestamp()).isEqualTo("time");
            });
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(config("", Map.of("TICKGATE_HTTP_PORT", "", "DATABASE_URL", " ")))
        .isEqualTo(config("", Map.of()));
  }

  @Test
  void aFileThatIsNotThereOrNotYamlIsOneLineWithoutItsText() {
    Path broken = file("http:\n  port: 1\n database: { url: s3cret\n");
    Path twice = file("drain: 1s\ndrain: 2s\n");
    Path missing = dir.resolve("none.yaml");

    assertThat(errors(missing, Map.of())).containsExactly(missing + ": there is no such file");
    assertThat(errors(broken, Map.of()))
        .singleElement()
        .asString()
        .startsWith(broken + ": not valid YAML")
        .doesNotContain("s3cret");
    assertThat(errors(twice, Map.of()))
        .containsExactly(twice + ": not valid YAML, or a key given twice, at line 2");
  }
}
