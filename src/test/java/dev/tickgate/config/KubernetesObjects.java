package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import dev.tickgate.testing.SourceFiles;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Objects as a cluster gets them.
 *
 * @param source where they come from, for failures
 */
record KubernetesObjects(String source, List<JsonNode> all) {
  private static final Path MANIFESTS = Path.of("conf/k8s/tickgate.yaml");
  private static final Path CHART = Path.of("conf/helm/tickgate");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
  // The model takes unknown fields, too; a cluster refuses them.
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });
  private static final Map<String, HasMetadata> KINDS =
      Stream.of(
              new ConfigMap(),
              new Service(),
              new Deployment(),
              new HorizontalPodAutoscaler(),
              new PodDisruptionBudget(),
              new NetworkPolicy())
          .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

  KubernetesObjects {
    all = List.copyOf(all);
  }

  /** Of {@code conf/k8s}. */
  static KubernetesObjects files() {
    return new KubernetesObjects(MANIFESTS.toString(), parsed(SourceFiles.text(MANIFESTS)));
  }

  /**
   * Of {@code conf/helm}, rendered by Helm.
   *
   * @param values which differ from those of the chart, by their path
   */
  static KubernetesObjects chart(String release, Map<String, ?> values) {
    TemplateCommand command =
        new Helm(CHART.toAbsolutePath()).template().withName(release).withNamespace("prices");
    values.forEach(command::set);
    return new KubernetesObjects("%s %s".formatted(CHART, values), parsed(command.call()));
  }

  static LintResult lint() {
    return new Helm(CHART.toAbsolutePath()).lint().strict().call();
  }

  private static List<JsonNode> parsed(String text) {
    List<JsonNode> all = new ArrayList<>();
    try (MappingIterator<JsonNode> each = YAML.readerFor(JsonNode.class).readValues(text)) {
      each.forEachRemaining(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
    return all;
  }

  List<JsonNode> ofKind(String kind) {
    return all.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  JsonNode named(String kind, String name) {
    return ofKind(kind).stream()
        .filter(one -> one.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  /** The variables of the environment that a pod is given, without those of the Secret. */
  static Map<String, String> environment(JsonNode deployment) {
    Map<String, String> variables = new HashMap<>();
    container(deployment)
        .path("env")
        .forEach(one -> variables.put(one.path("name").asText(), one.path("value").asText()));
    return variables;
  }

  /**
   * Reads an object as a cluster does.
   *
   * @throws IOException the kind has no such field, or the field no such value
   */
  static HasMetadata read(JsonNode object) throws IOException {
    HasMetadata kind = KINDS.get(object.path("kind").asText());
    if (kind == null || !kind.getApiVersion().equals(object.path("apiVersion").asText())) {
      throw new IOException("of no known kind: " + object);
    }
    return STRICT.treeToValue(object, kind.getClass());
  }

  @Override
  public String toString() {
    return source;
  }
}
