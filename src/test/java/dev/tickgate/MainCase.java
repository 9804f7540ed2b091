package dev.tickgate;

import dev.tickgate.cli.Running;
import dev.tickgate.config.Config;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the program: its output, and a start and a stop that a test commands. */
abstract class MainCase {
  final Map<String, String> environment = new HashMap<>();
  final CompletableFuture<Void> stop = new CompletableFuture<>();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final AtomicInteger closed = new AtomicInteger();

  @TempDir Path dir;

  int run(Function<Config, Future<Running>> starter, String... arguments) {
    return new Main(environment, starter, stop)
        .run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  Future<Void> close() {
    closed.incrementAndGet();
    return Future.succeededFuture();
  }

  static Future<Running> mustNotStart(Config config) {
    throw new AssertionError("nothing was to be started");
  }
}
