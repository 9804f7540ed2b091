package dev.tickgate.documents;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blocks and the test that runs them, or the reason why none does.
 *
 * @param document the name of the file
 * @param language of the blocks
 * @param part a text in each of the blocks
 * @param runner the name of a test
 * @param reason empty where a test runs them
 */
record Claim(String document, String language, String part, String runner, String reason) {
  private static final String RUN =
      """
      README.md           sql   insert into orders           PublishingDocumentIT
      README.md           sh    curl -X POST                 BlocksIT
      capacity.md         console  capacity --clients        CapacityCommandTest
      configuration.md    sql   create table quotes          BlocksIT
      configuration.md    sql   from sessions                BlocksIT
      getting-started.md  sh    /api/exchanges               BlocksIT
      getting-started.md  sh    insert into ticker_usd_jpy   BlocksIT
      getting-started.md  sh    localhost:8090  BlocksIT
      getting-started.md  sql   fx.quotes_raw                FirstStepsIT
      getting-started.md  sql   create role                  FirstStepsIT
      getting-started.md  sql   quotes.eur_usd               GettingStartedIT
      getting-started.md  sh    --connect                    FirstStepsIT
      getting-started.md  sh    notify install               FirstStepsIT
      getting-started.md  sh    watch 1                      FirstStepsIT
      getting-started.md  sh    /api/symbols                 FirstStepsIT
      getting-started.md  html  WebSocket                    FirstStepsIT
      getting-started.md  sh    run()                        FirstStepsIT
      getting-started.md  xml   <artifactId>consumer         FirstStepsIT
      getting-started.md  sh    TickPrinter                  FirstStepsIT
      getting-started.md  sh    Idempotency-Key              BlocksIT
      getting-started.md  sh    base64url                    GettingStartedIT
      operations.md       nginx  location                     PathPrefixIT
      operations.md       sh    archive                      BlocksIT
      operations.md       sh    log-levels                   BlocksIT
      operations.md       sh    hash-key                     BlocksIT
      operations.md       sh    top --url                    BlocksIT
      operations.md       sh    debug/sessions               BlocksIT
      operations.md       sql   tickgate.outbox              BlocksIT
      operations.md       sh    outbox install               BlocksIT
      operations.md       sh    journal new-epoch            BlocksIT
      protocol.md         sh    curl -X POST                 BlocksIT
      publishing.md       sh    curl                         PublishingDocumentIT
      publishing.md       python  import                      PublishingDocumentIT
      publishing.md       sql   tickgate.outbox              PublishingDocumentIT
      rooms.md            sh    token anna                   BlocksIT
      upgrading.md        sql   schema_version               BlocksIT
      troubleshooting.md  sh    health/ready                 BlocksIT
      watchlists.md       sh    api/v1/watchlists            BlocksIT
      watchlists.md       sql   create schema                GettingStartedIT
      """;
  private static final String NOT_RUN =
      """
      README.md           sh    exec:java            the build; it starts the demo, which MainTest does
      README.md           sh    package -DskipTests  the build, and commands that FirstStepsIT runs
      README.md           sh    mvn verify           the build
      benchmarks.md       sh    mvn                  the build with other settings; CommandsTest checks names
      benchmarks.md       sh    Soak                 minutes; ChaosIT runs the same
      benchmarks.md       sh    bench --url          a server under load; BenchIT runs the command
      benchmarks.md       sh    lighthouse           needs packages from the network
      benchmarks.md       sh    jcmd                 a tool of the JDK, on a process of the reader
      capacity.md         sh    bench --source       a server under load; BenchIT runs the command
      capacity.md         sh    SoakIT               an hour; CommandsTest checks names
      checklist.md        sh    ChecklistIT          the command of a test; CommandsTest checks its name
      contributing.md     sh    mvn verify           the build; CommandsTest checks names
      configuration.md    sh    TICKGATE_ROLES       settings, which EnvironmentVariables read
      configuration.md    sh    notify remove        commands that GettingStartedIT runs with its settings
      configuration.md    sh    CLUSTER_ENABLED      the two nodes of getting-started.md
      getting-started.md  sh    package -DskipTests  the build
      getting-started.md  sh    jar --config my.yaml  the real exchange, over the network
      kubernetes.md       sh    docker build         needs Docker
      kubernetes.md       sh    kubectl              needs a cluster; KubernetesFilesTest checks the files
      kubernetes.md       sh    helm                 needs a cluster; KubernetesFilesTest renders the chart
      operations.md       sh    docker compose       needs Docker; ComposeChainIT starts the same processes
      operations.md       sh    LOG_FORMAT           one setting; JsonLinesTest
      operations.md       ini   ExecStart            needs systemd; StartCommandsTest checks the command
      publishing.md       sh    export TICKGATE      values that PublishingDocumentIT gives
      publishing.md       xml   tickgate-client      needs an installed artifact; CommandsTest checks the version
      third-party.md      sh    unzip                ThirdPartyIT reads the same entry
      relays.md           sh    REDIS_URL            one setting; RelaysConfigTest
      """;
  private static final Pattern ROW =
      Pattern.compile("(?m)^(\\S+) +(sh|console|sql|html|xml|nginx|ini|python) +(.+?)  +(.+)$");

  /** Those of tests, and those of no test. */
  static List<Claim> all() {
    return Stream.concat(
            ROW.matcher(RUN).results().map(row -> of(row, row.group(4), "")),
            ROW.matcher(NOT_RUN).results().map(row -> of(row, "", row.group(4))))
        .toList();
  }

  private static Claim of(MatchResult row, String runner, String reason) {
    return new Claim(row.group(1), row.group(2), row.group(3), runner, reason);
  }

  boolean covers(Block block) {
    return block.language().equals(language)
        && block.document().endsWith(document)
        && block.text().contains(part);
  }
}
