package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.cluster.ClusterSettings.Dns;
import dev.tickgate.cluster.ClusterSettings.Kubernetes;
import dev.tickgate.store.DatabaseUrl.Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the cluster, of listeners and of databases. */
class ClusterConfigTest extends ConfigCase {
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

  @ParameterizedTest
  @ValueSource(strings = {"TICKGATE_LOG_LEVEL", "TICKGATE_HAZELCAST_LOG_LEVEL"})
  void aLevelOfTheLogHasOneOfTheNamesThatOperatorsMayUse(String variable) {
    for (String level : List.of("LOUD", "ALL", " INFO", "5")) {
      assertThat(errors(null, Map.of(variable, level)))
          .containsExactly(
              "%s: \"%s\" is not one of OFF, ERROR, WARN, INFO, DEBUG, TRACE"
                  .formatted(variable, level));
    }
    for (String level : List.of("", "OFF", "debug", "Trace")) {
      assertThat(config("", Map.of(variable, level))).isEqualTo(config("", Map.of()));
    }
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
}
