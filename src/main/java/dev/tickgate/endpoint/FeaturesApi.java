package dev.tickgate.endpoint;

import dev.tickgate.http.Responses;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /api/features}: the features that the configuration of this node enables. The pages
 * use it to mark the entries of their navigation that have no content. Open to all clients.
 * Immutable.
 */
public final class FeaturesApi implements Mount {
  private final JsonObject features;

  private FeaturesApi(JsonObject features) {
    this.features = features;
  }

  /**
   * @param features whether each is enabled, by its name in the answer
   */
  public static MountFactory of(Map<String, Boolean> features) {
    JsonObject answer = new JsonObject();
    features.keySet().stream().sorted().forEach(name -> answer.put(name, features.get(name)));
    return parts -> new FeaturesApi(answer);
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    Responses.route(router, "/api/features").handler(context -> Responses.json(context, features));
  }
}
