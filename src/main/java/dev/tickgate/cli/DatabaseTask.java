package dev.tickgate.cli;

import dev.tickgate.config.Config;
import dev.tickgate.node.Databases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Runs work on the databases of a configuration without starting a node. */
final class DatabaseTask {
  private DatabaseTask() {}

  /** Opens the databases, runs the work and closes them. Blocks. */
  static <T> T run(Config config, Function<Databases, Future<T>> work) throws Exception {
    return run(
        vertx ->
            Databases.open(vertx, config)
                .compose(databases -> work.apply(databases).eventually(databases::close)));
  }

  /** Runs work that opens the connections it needs. Blocks. */
  static <T> T run(Function<Vertx, Future<T>> work) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      return await(work.apply(vertx));
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
