package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import dev.tickgate.cluster.ClusterSettings;
import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.OperationsDocument;
import dev.tickgate.testing.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code conf/k8s} and {@code conf/helm} have objects that Kubernetes accepts, with settings,
 * ports, paths and metrics that there are.
 */
class KubernetesFilesTest {
  private static final String RELEASE = "tickgate";
  // RunCommand: the time to leave the cluster and the database.
  private static final int LEAVING = 15;

  @TempDir Path dir;

  private static Stream<KubernetesObjects> both() {
    return Stream.of(KubernetesObjects.files(), KubernetesObjects.chart(RELEASE, Map.of()));
  }

  /** As a pod starts: with its file, its variables, those of the image, and the Secret. */
  private Config configuration(KubernetesObjects objects, JsonNode deployment) throws IOException {
    Path file = dir.resolve("tickgate.yaml");
    Files.writeString(
        file, objects.named("ConfigMap", RELEASE).path("data").path("tickgate.yaml").asText());
    Map<String, String> variables = KubernetesObjects.environment(deployment);
    variables.put("DATABASE_URL", "postgresql://user:password@database/market");
    variables.put("TICKGATE_OPS_HOST", "0.0.0.0");
    variables.put("TICKGATE_CLUSTER_HOST", "0.0.0.0");
    Loading loading = Config.load(Optional.of(file), variables, Optional.empty());
    assertThat(loading).as(loading.toString()).isInstanceOf(Ready.class);
    return ((Ready) loading).config();
  }

  private static int port(JsonNode deployment, String name) {
    JsonNode ports = KubernetesObjects.container(deployment).path("ports");
    return StreamSupport.stream(ports.spliterator(), false)
        .filter(one -> one.path("name").asText().equals(name))
        .mapToInt(one -> one.path("containerPort").asInt())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("both")
  void everyDocumentIsAnotherObjectThatKubernetesAccepts(KubernetesObjects objects)
      throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode document : objects.all()) {
      String name = document.path("kind").asText() + " " + document.at("/metadata/name").asText();
      assertThat(names.add(name)).as(name).isTrue();
      assertThat(KubernetesObjects.read(document).getMetadata().getName()).isNotEmpty();
    }
    assertThat(names).hasSize(9);
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsFound() {
    ObjectNode deployment = KubernetesObjects.files().ofKind("Deployment").get(0).deepCopy();
    ((ObjectNode) KubernetesObjects.container(deployment)).put("readinesProbe", true);

    assertThatThrownBy(() -> KubernetesObjects.read(deployment)).hasMessageContaining("readinesP");
  }

  @ParameterizedTest
  @MethodSource("both")
  void theProductStartsWithTheSettingsOfEachPod(KubernetesObjects objects) throws IOException {
    List<String> roles = new ArrayList<>();
    for (JsonNode deployment : objects.ofKind("Deployment")) {
      Config config = configuration(objects, deployment);

      config.roles().forEach(one -> roles.add(one.name()));
      assertThat(config.ops().port()).isEqualTo(port(deployment, "ops"));
      assertThat(config.cluster().enabled()).isTrue();
      assertThat(config.cluster().port()).isEqualTo(port(deployment, "membership"));
      assertThat(config.cluster().busPort()).isEqualTo(port(deployment, "bus"));
      if (config.roles().contains(Role.GATEWAY)) {
        assertThat(config.http().port()).isEqualTo(port(deployment, "http"));
      }
    }
    assertThat(roles).containsExactlyInAnyOrder("GATEWAY", "POLLER");
  }

  @ParameterizedTest
  @MethodSource("both")
  void everyVariableOfAPodIsASetting(KubernetesObjects objects) {
    Set<String> known =
        Settings.defaults().byPath().keySet().stream()
            .map(EnvironmentVariables::nameOf)
            .collect(Collectors.toSet());
    for (JsonNode deployment : objects.ofKind("Deployment")) {
      assertThat(KubernetesObjects.environment(deployment).keySet())
          .hasSizeGreaterThan(6)
          .allMatch(known::contains);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void everySelectorFindsItsPods(KubernetesObjects objects) {
    List<JsonNode> pods =
        objects.ofKind("Deployment").stream()
            .map(deployment -> deployment.at("/spec/template/metadata/labels"))
            .toList();
    assertThat(found(objects.named("Service", "tickgate-cluster").at("/spec/selector"), pods))
        .isEqualTo(2);
    assertThat(found(objects.named("Service", RELEASE).at("/spec/selector"), pods)).isEqualTo(1);
    assertThat(
            found(
                objects.named("NetworkPolicy", RELEASE).at("/spec/podSelector/matchLabels"), pods))
        .isEqualTo(2);
    for (String kind : List.of("Deployment", "PodDisruptionBudget")) {
      assertThat(objects.ofKind(kind))
          .hasSize(2)
          .allMatch(one -> found(one.at("/spec/selector/matchLabels"), pods) == 1);
    }
    String scaled =
        objects.ofKind("HorizontalPodAutoscaler").get(0).at("/spec/scaleTargetRef/name").asText();
    assertThat(objects.named("Deployment", scaled).at("/spec/replicas").isMissingNode()).isTrue();
  }

  /** How many of the pods have all labels of a selector. */
  private static long found(JsonNode selector, List<JsonNode> pods) {
    assertThat(selector.properties()).isNotEmpty();
    return pods.stream()
        .filter(
            labels ->
                selector.properties().stream()
                    .allMatch(label -> label.getValue().equals(labels.get(label.getKey()))))
        .count();
  }

  @ParameterizedTest
  @MethodSource("both")
  void theMembersFindEachOtherByAServiceWithoutAnAddress(KubernetesObjects objects)
      throws IOException {
    JsonNode deployment = objects.named("Deployment", "tickgate-gateway");
    ClusterSettings cluster = configuration(objects, deployment).cluster();
    String name = ((ClusterSettings.Dns) cluster.discovery()).name();

    JsonNode service = objects.named("Service", name);
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("both")
  void aPodHasTheTimeToStop(KubernetesObjects objects) throws IOException {
    for (JsonNode deployment : objects.ofKind("Deployment")) {
      int waits =
          KubernetesObjects.container(deployment).at("/lifecycle/preStop/exec/command/1").asInt();
      long needed = waits + configuration(objects, deployment).drain().toSeconds() + LEAVING;

      assertThat(deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong())
          .isGreaterThan(needed);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aPodIsNotRootAndWritesToItsTemporaryDirectoryOnly(KubernetesObjects objects) {
    assertThat(SourceFiles.text(Path.of("src/main/docker/Dockerfile")))
        .contains("USER 10001:10001");
    for (JsonNode deployment : objects.ofKind("Deployment")) {
      JsonNode pod = deployment.at("/spec/template/spec");
      JsonNode container = KubernetesObjects.container(deployment);
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
          .isFalse();
      assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
      assertThat(container.at("/volumeMounts/1/mountPath").asText()).isEqualTo("/tmp");
      assertThat(container.at("/args/1").asText())
          .isEqualTo(container.at("/volumeMounts/0/mountPath").asText() + "/tickgate.yaml");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void onlyTheNamedPortsAreOpen(KubernetesObjects objects) {
    JsonNode policy = objects.named("NetworkPolicy", RELEASE);
    Set<Integer> open = new TreeSet<>();
    policy.at("/spec/ingress").findValues("port").forEach(port -> open.add(port.asInt()));

    assertThat(open).containsExactly(5701, 5801, 8080, 8081);
  }

  @ParameterizedTest
  @MethodSource("both")
  void probesAndMetricsAreOnesThatThereAre(KubernetesObjects objects) {
    String operations =
        SourceFiles.text(Path.of("src/main/java/dev/tickgate/ops/OpsVerticle.java"));
    for (JsonNode deployment : objects.ofKind("Deployment")) {
      List<JsonNode> probes = KubernetesObjects.container(deployment).findValues("httpGet");
      assertThat(probes)
          .hasSize(3)
          .allMatch(probe -> operations.contains("case \"" + probe.path("path").asText() + "\""))
          .allMatch(probe -> probe.path("port").asText().equals("ops"));
    }
    JsonNode scaler = objects.ofKind("HorizontalPodAutoscaler").get(0);
    assertThat(OperationsDocument.metrics())
        .contains(scaler.at("/spec/metrics/0/pods/metric/name").asText());
  }

  @Test
  void helmFindsNoFaultInTheChart() {
    LintResult result = KubernetesObjects.lint();

    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  @Test
  void theValuesOfTheChartAreUsed() {
    KubernetesObjects objects =
        KubernetesObjects.chart(
            "quotes",
            Map.of(
                "gateway.autoscaling.enabled",
                false,
                "gateway.replicas",
                3,
                "poller.roles",
                "poller,exchange",
                "networkPolicy.enabled",
                false,
                "image.repository",
                "registry.example.com/tickgate",
                "drain",
                20,
                "env.TICKGATE_HISTORY_SIZE",
                50));

    assertThat(objects.ofKind("HorizontalPodAutoscaler")).isEmpty();
    assertThat(objects.ofKind("NetworkPolicy")).isEmpty();
    JsonNode gateway = objects.named("Deployment", "quotes-gateway");
    assertThat(gateway.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(gateway.at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
        .isEqualTo(55);
    assertThat(KubernetesObjects.container(gateway).path("image").asText())
        .startsWith("registry.example.com/tickgate:");
    assertThat(KubernetesObjects.environment(gateway))
        .containsEntry("TICKGATE_DRAIN", "20s")
        .containsEntry("TICKGATE_HISTORY_SIZE", "50")
        .containsEntry("TICKGATE_CLUSTER_NAME", "quotes")
        .containsEntry("TICKGATE_CLUSTER_DNS_NAME", "quotes-cluster");
    assertThat(
            KubernetesObjects.environment(objects.named("Deployment", "quotes-poller"))
                .get("TICKGATE_ROLES"))
        .isEqualTo("poller,exchange");
    assertThat(objects.named("Service", "quotes-cluster").at("/spec/clusterIP").asText())
        .isEqualTo("None");
  }
}
