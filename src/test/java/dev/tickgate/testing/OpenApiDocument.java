package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An OpenAPI document, against which the answers of a server are checked. Threads may share it;
 * only one thread at a time uses the schemas, because creating a validator changes them.
 */
public final class OpenApiDocument {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://tickgate.dev/")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final JsonObject document;
  private final JsonObject schemas;
  private final Map<String, Validator> validators = new HashMap<>();

  public OpenApiDocument(String text) {
    document = new JsonObject(text);
    schemas =
        new JsonObject(
            document
                .getJsonObject("components")
                .getJsonObject("schemas")
                .encode()
                .replace("#/components/schemas/", "#/$defs/"));
  }

  /** Returns the operations, each as {@code GET /api/v1/watchlists/{list}}. */
  public Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      paths.getJsonObject(path).fieldNames().stream()
          .filter(METHODS::contains)
          .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path));
    }
    return operations;
  }

  /**
   * Checks an answer; where it is not an error, also checks the body of its request.
   *
   * @return the operation
   */
  public String check(String method, String target, String body, HttpResponse<String> answer) {
    String path = target.replaceAll("\\?.*", "");
    String template =
        document.getJsonObject("paths").fieldNames().stream()
            .filter(one -> path.matches(one.replaceAll("\\{[a-z]+}", "[^/]+")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no path " + path));
    JsonObject operation =
        document
            .getJsonObject("paths")
            .getJsonObject(template)
            .getJsonObject(method.toLowerCase(Locale.ROOT));
    JsonObject response =
        operation.getJsonObject("responses").getJsonObject("" + answer.statusCode());
    assertThat(response).as("%s %s: %d", method, template, answer.statusCode()).isNotNull();
    check(resolved(response), answer);
    if (answer.statusCode() < 400 && operation.containsKey("requestBody")) {
      checkBody(operation.getJsonObject("requestBody"), "application/json", body);
    }
    return method + " " + template;
  }

  private void check(JsonObject response, HttpResponse<String> answer) {
    response
        .getJsonObject("headers", new JsonObject())
        .forEach(header -> assertThat(answer.headers().map()).containsKey(header.getKey()));
    Optional<String> type = answer.headers().firstValue("Content-Type");
    if (response.containsKey("content")) {
      checkBody(response, type.orElseThrow(), answer.body());
    } else {
      assertThat(type).isEmpty();
      assertThat(answer.body()).isEmpty();
    }
  }

  private synchronized void checkBody(JsonObject described, String type, String text) {
    JsonObject content = described.getJsonObject("content").getJsonObject(type);
    assertThat(content).as(type).isNotNull();
    JsonObject schema = content.getJsonObject("schema");
    OutputUnit result =
        validators
            .computeIfAbsent(schema.encode(), this::validator)
            .validate(Json.decodeValue(text));
    assertThat(result.getErrors() == null || result.getValid())
        .as("%s in %s", result.getErrors(), text)
        .isTrue();
  }

  private Validator validator(String schema) {
    return Validator.create(
        JsonSchema.of(
            new JsonObject(schema.replace("#/components/schemas/", "#/$defs/"))
                .put("$defs", schemas)),
        OPTIONS);
  }

  private JsonObject resolved(JsonObject response) {
    String reference = response.getString("$ref");
    return reference == null
        ? response
        : document
            .getJsonObject("components")
            .getJsonObject("responses")
            .getJsonObject(reference.substring("#/components/responses/".length()));
  }
}
