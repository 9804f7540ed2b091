package dev.tickgate.cli;

import dev.tickgate.config.Config;
import dev.tickgate.config.Units;
import dev.tickgate.node.FailureLine;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Runs a node: starts it, waits for the request to stop, and stops it. */
public record RunCommand(
    Function<Config, Future<Running>> starter, CompletableFuture<Void> stop, PrintWriter err) {
  /**
   * The time after the drain time to release the leases, and to disconnect from the cluster and the
   * database.
   */
  private static final Duration LEAVING = Duration.ofSeconds(15);

  public int run(Config config) throws InterruptedException {
    // An Error fails the start as an exception does: otherwise the threads that the start has
    // created would keep the process alive.
    CompletableFuture<Running> node =
        Future.succeededFuture(config).compose(starter).toCompletionStage().toCompletableFuture();
    // A stop may be requested during the start: the parts that have started by then must still be
    // closed.
    CompletableFuture<Object> startedOrStopped = CompletableFuture.anyOf(node, stop);
    try {
      startedOrStopped.get();
      stop.get();
      close(node, config.drain().plus(LEAVING));
      return ExitCode.OK;
    } catch (ExecutionException e) {
      FailureLine.print(e.getCause(), err);
    } catch (TimeoutException e) {
      err.println(
          "stopping took longer than %s".formatted(Units.write(config.drain().plus(LEAVING))));
    }
    return ExitCode.FAILED;
  }

  private static void close(CompletableFuture<Running> node, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    node.thenCompose(running -> running.close().toCompletionStage())
        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
