package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.cluster.ClusterSettings.Dns;
import dev.tickgate.cluster.ClusterSettings.Kubernetes;
import dev.tickgate.cluster.ClusterSettings.Members;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.config.Config.Loading.Refused;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.Key;
import dev.tickgate.feed.Mode;
import dev.tickgate.feed.Start;
import dev.tickgate.feed.Symbols;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Origins;
import dev.tickgate.http.Proxies;
import dev.tickgate.market.Display;
import dev.tickgate.store.DatabaseUrl.Host;
import dev.tickgate.stream.TopicFilter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private static final EdgeSettings EDGE =
      new EdgeSettings(Origins.of(List.of()), Proxies.of(List.of()), false, Optional.empty());

  private static final Map<String, String> DATABASE =
      Map.of("DATABASE_URL", "postgresql://me@db/quotes");

  @TempDir Path dir;

  @Test
  void withoutAnythingItIsTheOneCommandRun() {
    Config config = config("", Map.of());

    assertThat(config.roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(config.http()).isEqualTo(new Config.Http("0.0.0.0", 8080, 0, false, EDGE));
    assertThat(config.ops().port()).isEqualTo(8081);
    assertThat(config.database())
        .isEqualTo(new Config.Database(Optional.empty(), Optional.empty()));
    assertThat(config.demo()).isEqualTo(new Config.Demo(true, 1));
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
  void aFeedSaysHowItsQuotesAreWritten() {
    Config config =
        config(
            "feeds: [{ name: nikkei, table: t, key: time,"
                + " display: { name: 日経平均, decimals: 1, pip: 5 } }]\n",
            Map.of("DATABASE_URL", "postgresql://a@localhost/b"));

    assertThat(config.feeds().get(0).display())
        .isEqualTo(
            new Display(Optional.of("日経平均"), OptionalInt.of(1), Optional.of(new BigDecimal("5"))));
  }

  @Test
  void aDisplayThatCannotBeIsRefused() {
    assertThat(
            errors(
                file("feeds: [{ name: a, table: t, key: time, display: { decimals: 9, pip: 0 } }]"),
                Map.of()))
        .anyMatch(error -> error.startsWith("feeds[0].display.decimals: \"9\""))
        .anyMatch(error -> error.startsWith("feeds[0].display.pip: \"0\""));
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
            "roles: \"gatway\" is not one of poller, recorder, gateway, from " + file,
            "cluster is a group of settings, not a value, from " + file,
            "feeds[0].name: \"USD\" is not a name (a-z, then a-z 0-9 _, at most 50 letters), from "
                + file,
            "feeds[0].table: \"a.b.c\" is not a table (table or schema.table), from " + file,
            "feeds[0].poll: \"1ms\" is not a duration from 10ms to 1m"
                + " (like 250ms, 5s, 10m, 24h), from "
                + file);
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
            "auth.required: nobody could be known: set auth.jwt, auth.sessions or auth.apiKeys,"
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
        "access: { rules: [{ topics: a, read: authenticated }] } | access.rules: access.rules[0] is",
        "access: { rules: [{ topics: a, write: role=b }] }       | access.rules: access.rules[0] is",
        "access: { rules: [{ topics: 'a.{sub}', read: anybody }] } | access.rules: access.rules[0]",
        "access: { rules: [{ topics: a, read: nobody }] } | access.rules[0]: gives nothing",
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
        "{ secret: 0123456789012345678901234567890123 } | who is known by auth is in the database",
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
            "http.prt: unknown key (did you mean http.port?), from " + file,
            "cluster.buspot: unknown key (did you mean cluster.busPort?), from " + file,
            "somethingElseEntirely: unknown key, from " + file,
            "feeds[0].columns.bit: unknown key (did you mean feeds[0].columns.bid?), from " + file,
            "TICKGATE_HTTP_PROT: unknown environment variable (did you mean TICKGATE_HTTP_PORT?)",
            "TICKGATE_CLUSTER_BUSPORT: unknown environment variable"
                + " (did you mean TICKGATE_CLUSTER_BUS_PORT?)")
        .anyMatch(error -> error.startsWith("htpp: unknown key"))
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
  void aFeedMayHaveTheSymbolsOfAColumn() {
    List<Feed> feeds =
        config(
                """
                feeds:
                  - { name: all, table: t, key: time, symbolColumn: symbol }
                  - { name: fx, table: t, key: time, symbolColumn: pair, topicPrefix: ticks.fx. }
                  - { name: usd_jpy, table: u, key: time }
                """,
                DATABASE)
            .feeds();

    // A row of the first feed whose topic is of another one is not published.
    assertThat(feeds.get(0).symbols())
        .isEqualTo(
            new Symbols.Column(
                "symbol",
                "ticks.",
                List.of(new TopicFilter("ticks.fx.*"), new TopicFilter("ticks.USD_JPY"))));
    assertThat(feeds.get(1).symbols()).isEqualTo(new Symbols.Column("pair", "ticks.fx."));
    assertThat(feeds.get(1).topic()).isEmpty();
    assertThat(feeds.get(1).identity().source()).isEqualTo("5 ticks.fx.* t time pair");
    assertThat(feeds.get(2).identity().source()).isEqualTo("5 ticks.USD_JPY u time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbolColumn: s, symbol: A|symbol: a feed has a symbol or a symbolColumn, not both",
        "topicPrefix: fx.|topicPrefix: only a feed with a symbolColumn has a topicPrefix",
        "symbolColumn: s, topicPrefix: fx|topicPrefix: \"fx\" is not the beginning of topics",
        "symbolColumn: s, topicPrefix: .|topicPrefix: \".\" is not the beginning of topics",
        "symbolColumn: s, topicPrefix: room.|topicPrefix: \"room.\" is not the beginning of topics",
        "symbolColumn: s, topicPrefix: events.a.|topicPrefix: \"events.a.\" is not the beginning",
        "symbolColumn: s, display: { name: A }|display.name: the symbols of a symbolColumn are named",
        "symbolColumn: [s]|symbolColumn: [\"s\"] is not a column",
      })
  void symbolsThatCannotBeAreRefused(String settings, String error) {
    assertThat(
            errors(file("feeds: [{ name: a, table: t, key: time, " + settings + " }]"), DATABASE))
        .singleElement()
        .asString()
        .startsWith("feeds[0]." + error);
  }

  @Test
  void twoFeedsMayNotHaveTheSameTopics() {
    String feed = "{ name: %s, table: t, key: time, symbolColumn: s }";

    assertThat(
            errors(
                file("feeds: [" + feed.formatted("a") + ", " + feed.formatted("b") + "]"),
                DATABASE))
        .singleElement()
        .asString()
        .startsWith("feeds[1].topicPrefix: another feed has the topicPrefix \"ticks.\"");
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(config("", Map.of("TICKGATE_HTTP_PORT", "", "DATABASE_URL", " ")))
        .isEqualTo(config("", Map.of()));
  }

  @Test
  void theLookbackTellsTimeFromSerial() {
    assertThat(key("key: time")).isEqualTo(new Key.Time("time", Duration.ofMinutes(10)));
    assertThat(key("key: id")).isEqualTo(new Key.Serial("id", 10_000));
    assertThat(key("key: id, lookback: 77")).isEqualTo(new Key.Serial("id", 77));
    assertThat(key("key: created_at, lookback: 2m"))
        .isEqualTo(new Key.Time("created_at", Duration.ofMinutes(2)));
    assertThat(key("key: at, columns: { timestamp: at }"))
        .isEqualTo(new Key.Time("at", Duration.ofMinutes(10)));
  }

  @Test
  void aNumberAsTheLookbackOfATimeIsAContradiction() {
    Path file = file("feeds: [{ name: a, table: t, key: time, lookback: 500 }]");

    assertThat(errors(file, DATABASE))
        .containsExactly(
            "feeds[0].lookback: \"500\" is not a duration (like 10m), which a key that is a time"
                + " needs, from "
                + file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: a, symbol: _X | symbol",
        "name: a, symbol: .SPX | symbol",
        "name: a, symbol: A%s | symbol",
        "name: a%s | name",
        "name: a-b | name",
        "name: a, lookback: 50000000 | lookback",
        "name: a, lookback: 0ms | lookback",
        "name: a, lookback: 367d | lookback",
        "name: a, poll: 9ms | poll",
        "name: a, columns: { bid: c%s } | columns.bid",
        "name: a, zone: Tokyo | zone",
        "name: a, zone: UTC+9 | zone",
        "name: a, start: 2026-01-31T00:00:00Z | start",
        "name: a, start: 12a | start",
        "name: a, lookback: 1m, start: 12 | start",
        "name: a, lookback: 1m, start: 2026-01-31 | start"
      })
  void aFeedThatCannotStartIsAnErrorOfTheConfiguration(String keys, String wrong) {
    String feed = keys.formatted("x".repeat(64));

    assertThat(errors(file("feeds: [{ table: t, key: id, " + feed + " }]"), DATABASE))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("feeds[0]." + wrong + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "market-data",
        "select",
        "Möbel",
        "market.\"quotes.v2\"",
        "\"a\"\"b\"",
        "drop table"
      })
  void everyTableNameOfPostgresqlIsAllowed(String table) {
    Path file = file("feeds: [{ name: a, key: id, table: '" + table + "' }]");

    assertThat(ready(Config.load(Optional.of(file), DATABASE, Optional.empty())).feeds())
        .singleElement()
        .satisfies(feed -> assertThat(feed.table()).isEqualTo(table));
  }

  @Test
  void aFeedSaysWhereItBeginsAndWhichZoneItsTimesAreIn() {
    List<Feed> feeds =
        config(
                """
                feeds:
                  - { name: a, table: t, key: id, start: 500, zone: Asia/Tokyo }
                  - { name: b, table: t, key: time, start: "2026-01-31T09:00:00+09:00", zone: "+09:00" }
                  - { name: c, table: t, key: time, start: latest }
                  - { name: d, table: t, key: time, start: all }
                """,
                DATABASE)
            .feeds();

    assertThat(feeds)
        .extracting(Feed::start)
        .containsExactly(
            new Start.AtKey(500),
            new Start.AtTime(Instant.parse("2026-01-31T00:00:00Z")),
            new Start.Latest(),
            new Start.All());
    assertThat(feeds)
        .extracting(Feed::zone)
        .containsExactly(
            ZoneId.of("Asia/Tokyo"), ZoneOffset.ofHours(9), ZoneId.of("UTC"), ZoneId.of("UTC"));
  }

  @Test
  void feedsThatWouldShareATopicOrANameAreRefused() {
    Path file =
        file(
            """
            feeds:
              - { name: a, table: t, key: id }
              - { name: a, symbol: B, table: t, key: id }
              - { name: b, table: t, key: id }
            """);

    assertThat(errors(file, DATABASE))
        .containsExactly(
            "feeds[1].name: another feed has the name \"a\", from " + file,
            "feeds[2].symbol: another feed has the symbol \"B\", from " + file);
  }

  @Test
  void theDatabaseUrlComesFromTheCommonVariableTooAndEndsTheDemo() {
    Config common = config("", Map.of("DATABASE_URL", "postgresql://me:secret@db:5433/quotes"));
    Config own =
        config(
            "",
            Map.of(
                "DATABASE_URL", "postgresql://me:secret@db/quotes",
                "TICKGATE_DATABASE_URL", "postgres://you@other/x"));

    assertThat(common.database().server().orElseThrow().url().hosts())
        .containsExactly(new Host("db", 5433));
    assertThat(common.demo().enabled()).isFalse();
    assertThat(own.database().server().orElseThrow().url().hosts())
        .containsExactly(new Host("other", 5432));
  }

  @Test
  void feedsOfOnesOwnNeedADatabaseUnlessTheDemoIsAskedFor() throws IOException {
    String own = "feeds: [{ name: a, table: t, key: id }]";
    Map<String, String> demo = Map.of("TICKGATE_DEMO_ENABLED", "true");

    assertThat(errors(file(own), Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("database.url: is empty, but feeds are set: set DATABASE_URL");
    assertThat(config(own, DATABASE).database().server()).isPresent();
    assertThat(config(own, demo).demo().enabled()).isTrue();
    assertThat(config(own, Map.of("TICKGATE_ROLES", "gateway")).database().server()).isEmpty();
    assertThat(config("drain: 1s", Map.of()).demo().enabled()).isTrue();
    assertThat(config(Files.readString(Path.of("conf/tickgate.yaml")), Map.of()).demo().enabled())
        .isTrue();
  }

  @Test
  void aRecorderBehindAPoolerInTransactionModeNeedsAWayPastIt() {
    Map<String, String> pooled =
        Map.of(
            "DATABASE_URL", "postgresql://me@db/quotes",
            "TICKGATE_DATABASE_POOLING", "transaction",
            "TICKGATE_DEMO_ENABLED", "true");

    assertThat(errors(null, pooled))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("demo.enabled: the recorder needs a session: set database.listenUrl");
    assertThat(errors(null, Map.of("TICKGATE_DATABASE_POOLING", "transaction")))
        .containsExactly(
            "database.pooling: is of no use without database.url, from TICKGATE_DATABASE_POOLING");
  }

  @Test
  void aPasswordIsNeitherInAnErrorNorInTheConfiguration() {
    List<Config> good =
        Stream.of("postgresql://me:s3cret@db/quotes", "postgresql://me:s3cret#x@db/quotes")
            .map(url -> config("", Map.of("DATABASE_URL", url)))
            .toList();
    Map<String, String> bad =
        Map.of(
            "postgresql://me:s3cret@db", "no database",
            "jdbc:postgresql://me:s3cret@db/x", "the scheme is not",
            "postgresql://:s3cret@db/x", "no user",
            "postgresql://me:s3cret@/x", "no host",
            "me:s3cret", "it is neither postgresql://");

    assertThat(good)
        .allSatisfy(
            config ->
                assertThat(config.toString())
                    .contains("postgresql://me:***@db:5432/quotes")
                    .doesNotContain("s3cret"));
    bad.forEach(
        (url, reason) ->
            assertThat(errors(null, Map.of("TICKGATE_DATABASE_URL", url)))
                .singleElement()
                .asString()
                .startsWith("database.url: " + reason)
                .endsWith(", from TICKGATE_DATABASE_URL")
                .doesNotContain("s3cret"));
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

  @Test
  void whatKubernetesTellsAPodOfItsServicesIsNoSetting() {
    Map<String, String> links =
        Map.of(
            "TICKGATE_SERVICE_HOST", "10.0.0.1",
            "TICKGATE_SERVICE_PORT_HTTP", "8080",
            "TICKGATE_PORT", "tcp://10.0.0.1:8080",
            "TICKGATE_PORT_8080_TCP_ADDR", "10.0.0.1",
            "TICKGATE_HTTP_PORT", "tcp://10.0.0.2:80",
            "TICKGATE_LOG_LEVEL", "DEBUG");

    assertThat(config("", links)).isEqualTo(config("", Map.of()));
  }

  @Test
  void otherWaysOfDiscoveryNeedTheirName() {
    assertThat(config("cluster: { discovery: dns, dns: { name: gate } }", Map.of()).cluster())
        .extracting(cluster -> cluster.discovery())
        .isEqualTo(new Dns("gate"));
    assertThat(
            config("cluster: { discovery: kubernetes, kubernetes: { service: s } }", Map.of())
                .cluster()
                .discovery())
        .isEqualTo(new Kubernetes("s", Optional.empty()));
    assertThat(errors(null, Map.of("TICKGATE_CLUSTER_DISCOVERY", "dns")))
        .containsExactly("cluster.dns.name: is empty, but cluster.discovery is dns, from default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1:70000", "10.0.0.1:0", "10.0.0.1:", ":5701", "a b", "[::1"})
  void aMemberWithoutAPortThatThereIsIsRefused(String member) {
    assertThat(errors(file("cluster: { members: ['" + member + "'] }"), Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("cluster.members: ");
  }

  @Test
  void twoListenersOnOnePortAreRefused() {
    assertThat(errors(null, Map.of("TICKGATE_OPS_PORT", "8080")))
        .containsExactly("ops.port: http.port is 8080 too, from TICKGATE_OPS_PORT");
    assertThat(errors(null, Map.of("TICKGATE_DIAGNOSTICS_SOURCE_PORT", "8081")))
        .containsExactly(
            "diagnostics.source.port: ops.port is 8081 too, from TICKGATE_DIAGNOSTICS_SOURCE_PORT");
    Map<String, String> cluster =
        Map.of("TICKGATE_CLUSTER_ENABLED", "true", "TICKGATE_CLUSTER_BUS_PORT", "5701");
    assertThat(errors(null, cluster))
        .containsExactly(
            "cluster.busPort: cluster.port is 5701 too, from TICKGATE_CLUSTER_BUS_PORT");
    assertThat(config("http: { port: 0 }\nops: { port: 0 }", Map.of()).ops().port()).isZero();
    assertThat(config("cluster: { busPort: 5701 }", Map.of()).cluster().busPort()).isEqualTo(5701);
  }

  private Key key(String keys) {
    return config("feeds: [{ name: a, table: t, " + keys + " }]", DATABASE).feeds().get(0).key();
  }

  private Config config(String yaml, Map<String, String> environment) {
    return ready(Config.load(Optional.of(file(yaml)), environment, Optional.empty()));
  }

  private static Config ready(Config.Loading loading) {
    assertThat(loading).isInstanceOf(Ready.class);
    return ((Ready) loading).config();
  }

  private static List<String> errors(Path file, Map<String, String> environment) {
    Config.Loading loading = Config.load(Optional.ofNullable(file), environment, Optional.empty());
    assertThat(loading).isInstanceOf(Refused.class);
    return ((Refused) loading).errors();
  }

  private Path file(String yaml) {
    try {
      return Files.writeString(Files.createTempFile(dir, "tickgate", ".yaml"), yaml);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
