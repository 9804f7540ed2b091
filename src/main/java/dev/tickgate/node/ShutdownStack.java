package dev.tickgate.node;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The started parts of a node, stopped in the opposite order. One chain of futures uses it at a
 * time.
 */
public final class ShutdownStack {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownStack.class);

  private final Vertx vertx;
  // The newest first.
  private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();

  public ShutdownStack(Vertx vertx) {
    this.vertx = vertx;
  }

  public Future<Void> deploy(Deployable part) {
    return deploy(() -> part, 1);
  }

  /** Deploys parts that also stop together. */
  Future<Void> deployTogether(List<? extends Deployable> parts) {
    List<Future<String>> deployed = parts.stream().map(vertx::deployVerticle).toList();
    onClose(
        () ->
            Future.join(
                deployed.stream()
                    .filter(Future::succeeded)
                    .map(id -> vertx.undeploy(id.result()))
                    .toList()));
    return Future.all(deployed).mapEmpty();
  }

  public Future<Void> deploy(Supplier<Deployable> part, int instances) {
    return vertx
        .deployVerticle(part, new DeploymentOptions().setInstances(instances))
        .onSuccess(id -> onClose(() -> vertx.undeploy(id)))
        .mapEmpty();
  }

  public void onClose(Supplier<Future<?>> closer) {
    closers.push(closer);
  }

  /** Stops all parts; a part that fails to stop does not prevent the others from stopping. */
  public Future<Void> close() {
    Future<Void> stopped = Future.succeededFuture();
    while (!closers.isEmpty()) {
      Supplier<Future<?>> closer = closers.pop();
      stopped =
          stopped
              .compose(before -> closer.get())
              .onFailure(
                  failure -> LOG.atWarn().addKeyValue("reason", failure).log("node.stop_failed"))
              .otherwiseEmpty()
              .mapEmpty();
    }
    return stopped;
  }
}
