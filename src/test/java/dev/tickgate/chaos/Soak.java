package dev.tickgate.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tickgate.chaos.ChaosRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/**
 * Runs many schedules, some beside each other and some one after the other on the same site; one
 * that fails does not keep the others. Prints a line for each site and their sum. Also a program:
 * {@code java -cp … dev.tickgate.chaos.Soak 1-100}.
 */
final class Soak {
  private static final Path DIRECTORY = Path.of("target", "chaos");

  private final Duration length;
  private final int together;
  private final int parallel;
  // Threads of several runs add.
  private final Tally tally = new Tally();

  /**
   * @param together the number of seeds on one site
   * @param parallel the number of sites beside each other
   */
  Soak(Duration length, int together, int parallel) {
    this.length = length;
    this.together = together;
    this.parallel = parallel;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println(
          "usage: Soak SEEDS  as in 1-100 or 3,17,50-60; -Dchaos.seconds=20 -Dchaos.together=10"
              + " -Dchaos.parallel=2 -Dtickgate.jar=target/tickgate.jar");
      System.exit(2);
    }
    Soak soak = fromProperties();
    soak.run(Seeds.parse(arguments[0]));
    System.exit(soak.tally.failed().isEmpty() ? 0 : 1);
  }

  static Soak fromProperties() {
    return new Soak(
        Duration.ofSeconds(Integer.getInteger("chaos.seconds", 20)),
        Integer.getInteger("chaos.together", 1),
        Integer.getInteger("chaos.parallel", 1));
  }

  /** Runs them all, and returns what came of them. */
  Tally run(LongStream seeds) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(parallel);
    // Broken connections are what the clients are there for; they note each themselves.
    Logger vertx = (Logger) LoggerFactory.getLogger("io.vertx");
    Level before = vertx.getLevel();
    vertx.setLevel(Level.OFF);
    try {
      List<Long> all = seeds.boxed().toList();
      List<Callable<Void>> runs = new ArrayList<>();
      for (int i = 0; i < all.size(); i += together) {
        List<Long> site = all.subList(i, Math.min(all.size(), i + together));
        runs.add(
            () -> {
              run(site);
              return null;
            });
      }
      for (Future<Void> run : executor.invokeAll(runs)) {
        run.get();
      }
    } finally {
      vertx.setLevel(before);
      executor.shutdownNow();
    }
    System.out.println(tally);
    Files.writeString(DIRECTORY.resolve("summary.txt"), tally + System.lineSeparator());
    return tally;
  }

  private void run(List<Long> seeds) throws IOException {
    String name = "seed-" + seeds.get(0) + "-";
    Path own = Files.createTempDirectory(Files.createDirectories(DIRECTORY), name);
    try {
      Result result = new ChaosRun(seeds, length).run(own);
      Files.writeString(own.resolve("report.txt"), result.report());
      System.out.println(tally.add(seeds, result, own));
    } catch (Exception | AssertionError e) {
      System.out.println(tally.add(seeds, e, own));
    }
  }
}
