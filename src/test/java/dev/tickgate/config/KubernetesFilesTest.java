package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tickgate.cluster.ClusterSettings;
import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.OperationsDocument;
import dev.tickgate.testing.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code conf/k8s} and {@code conf/helm} name settings, ports, paths and metrics that there are.
 */
class KubernetesFilesTest {
  private static final Path MANIFESTS = Path.of("conf/k8s/tickgate.yaml");
  private static final Path CHART = Path.of("conf/helm/tickgate");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
  private static final Pattern VARIABLE = Pattern.compile("\\bTICKGATE_[A-Z_]+\\b");
  private static final Pattern PATH = Pattern.compile("httpGet: \\{ path: ([^,]+), port: (\\w+) }");
  private static final Pattern METRIC = Pattern.compile("metric: \\{ name: (\\w+) }");
  // RunCommand: the time to leave the cluster and the database.
  private static final int LEAVING = 15;

  @TempDir Path dir;

  private static List<JsonNode> documents(Path file) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (MappingIterator<JsonNode> each =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      each.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<JsonNode> ofKind(String kind) throws IOException {
    return documents(MANIFESTS).stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .toList();
  }

  private static JsonNode named(String kind, String name) throws IOException {
    return ofKind(kind).stream()
        .filter(document -> document.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  private static Map<String, String> environment(JsonNode deployment) {
    Map<String, String> variables = new HashMap<>();
    container(deployment)
        .path("env")
        .forEach(one -> variables.put(one.path("name").asText(), one.path("value").asText()));
    return variables;
  }

  /** As a pod starts: with its file, its variables, those of the image, and the Secret. */
  private Config configuration(JsonNode deployment) throws IOException {
    Path file = dir.resolve("tickgate.yaml");
    Files.writeString(
        file, named("ConfigMap", "tickgate").path("data").path("tickgate.yaml").asText());
    Map<String, String> variables = environment(deployment);
    variables.put("DATABASE_URL", "postgresql://user:password@database/market");
    variables.put("TICKGATE_OPS_HOST", "0.0.0.0");
    variables.put("TICKGATE_CLUSTER_HOST", "0.0.0.0");
    Loading loading = Config.load(Optional.of(file), variables, Optional.empty());
    assertThat(loading).as(loading.toString()).isInstanceOf(Ready.class);
    return ((Ready) loading).config();
  }

  private static int port(JsonNode deployment, String name) {
    return StreamSupport.stream(container(deployment).path("ports").spliterator(), false)
        .filter(one -> one.path("name").asText().equals(name))
        .mapToInt(one -> one.path("containerPort").asInt())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyDocumentNamesOneObject() throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode document : documents(MANIFESTS)) {
      assertThat(document.path("apiVersion").asText()).isNotEmpty();
      String name = document.path("kind").asText() + " " + document.at("/metadata/name").asText();
      assertThat(names.add(name)).as(name).isTrue();
    }
    assertThat(names).hasSizeGreaterThan(8);
  }

  @Test
  void theProductStartsWithTheSettingsOfEachPod() throws IOException {
    for (JsonNode deployment : ofKind("Deployment")) {
      Config config = configuration(deployment);

      String role = deployment.at("/metadata/labels/role").asText();
      assertThat(config.roles()).extracting(one -> one.name().toLowerCase()).containsExactly(role);
      assertThat(config.ops().port()).isEqualTo(port(deployment, "ops"));
      assertThat(config.cluster().enabled()).isTrue();
      assertThat(config.cluster().port()).isEqualTo(port(deployment, "membership"));
      assertThat(config.cluster().busPort()).isEqualTo(port(deployment, "bus"));
      if (role.equals("gateway")) {
        assertThat(config.http().port()).isEqualTo(port(deployment, "http"));
      }
    }
  }

  @Test
  void theMembersFindEachOtherByAServiceWithoutAnAddress() throws IOException {
    JsonNode deployment = named("Deployment", "tickgate-gateway");
    ClusterSettings cluster = configuration(deployment).cluster();
    String name = ((ClusterSettings.Dns) cluster.discovery()).name();

    JsonNode service = named("Service", name);
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    for (JsonNode one : ofKind("Deployment")) {
      JsonNode labels = one.at("/spec/template/metadata/labels");
      service
          .at("/spec/selector")
          .fields()
          .forEachRemaining(
              label -> assertThat(labels.get(label.getKey())).isEqualTo(label.getValue()));
    }
  }

  @Test
  void aPodHasTheTimeToStop() throws IOException {
    for (JsonNode deployment : ofKind("Deployment")) {
      JsonNode command = container(deployment).at("/lifecycle/preStop/exec/command/1");
      long needed = command.asInt() + configuration(deployment).drain().toSeconds() + LEAVING;

      assertThat(deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong())
          .isGreaterThan(needed);
    }
  }

  @Test
  void aPodIsNotRootAndWritesToItsTemporaryDirectoryOnly() throws IOException {
    assertThat(SourceFiles.text(Path.of("src/main/docker/Dockerfile")))
        .contains("USER 10001:10001");
    for (JsonNode deployment : ofKind("Deployment")) {
      JsonNode pod = deployment.at("/spec/template/spec");
      JsonNode container = container(deployment);
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

  @Test
  void onlyTheNamedPortsAreOpen() throws IOException {
    JsonNode policy = named("NetworkPolicy", "tickgate");
    Set<Integer> open = new TreeSet<>();
    policy.at("/spec/ingress").findValues("port").forEach(port -> open.add(port.asInt()));

    assertThat(open).containsExactly(5701, 5801, 8080, 8081);
  }

  @Test
  void probesAndMetricsOfBothAreOnesThatThereAre() {
    String operations =
        SourceFiles.text(Path.of("src/main/java/dev/tickgate/ops/OpsVerticle.java"));
    Set<String> metrics = OperationsDocument.metrics();
    for (String text : List.of(SourceFiles.text(MANIFESTS), chart())) {
      assertThat(PATH.matcher(text).results().map(found -> found.group(1)))
          .isNotEmpty()
          .allMatch(path -> operations.contains("case \"" + path + "\""));
      assertThat(PATH.matcher(text).results().map(found -> found.group(2))).containsOnly("ops");
      assertThat(METRIC.matcher(text).results().map(found -> found.group(1)))
          .isNotEmpty()
          .allMatch(metrics::contains);
    }
  }

  @Test
  void everyVariableOfTheChartIsASetting() {
    Set<String> known =
        Settings.defaults().byPath().keySet().stream()
            .map(EnvironmentVariables::nameOf)
            .collect(Collectors.toSet());

    Set<String> used =
        VARIABLE.matcher(chart()).results().map(found -> found.group()).collect(Collectors.toSet());
    used.remove("TICKGATE_");
    assertThat(used).hasSizeGreaterThan(6).allMatch(known::contains);
  }

  @Test
  void theSettingsOfTheChartAreValid() throws IOException {
    JsonNode values = documents(CHART.resolve("values.yaml")).get(0);
    Path file = dir.resolve("chart.yaml");
    YAML.writeValue(file.toFile(), values.get("config"));
    Map<String, String> variables = new HashMap<>();
    values
        .get("env")
        .fields()
        .forEachRemaining(e -> variables.put(e.getKey(), e.getValue().asText()));
    variables.put("DATABASE_URL", "postgresql://user:password@database/market");

    for (String part : List.of("gateway", "poller")) {
      variables.put("TICKGATE_ROLES", values.get(part).get("roles").asText());
      assertThat(Config.load(Optional.of(file), variables, Optional.empty()))
          .isInstanceOf(Ready.class);
    }
    assertThat(documents(CHART.resolve("Chart.yaml")).get(0).path("apiVersion").asText())
        .isEqualTo("v2");
  }

  private static String chart() {
    return SourceFiles.of(CHART.toString())
        .map(SourceFiles::text)
        .collect(Collectors.joining("\n"));
  }
}
