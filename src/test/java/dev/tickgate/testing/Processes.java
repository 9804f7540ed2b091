package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Starts JVMs as child processes: the packaged product, and others. */
public final class Processes {
  private static final Set<String> ALIASES =
      Set.of(
          "DATABASE_URL",
          "HUB_JWT_SECRET",
          "REDIS_URL",
          "KAFKA_BROKER_URL",
          "SSE_HEARTBEAT_INTERVAL",
          "SSE_DEBOUNCE_WINDOW",
          "REALTIME_ENABLED");
  // The options of JVMs that run the product, separated by spaces.
  private static final List<String> OPTIONS =
      Stream.of(System.getProperty("tickgate.options", "").split(" "))
          .filter(option -> !option.isEmpty())
          .toList();

  private Processes() {}

  /**
   * Starts {@code java -jar tickgate.jar} with these arguments. Of the variables with settings of
   * the product it gets only these.
   */
  public static ChildProcess tickgate(Map<String, String> environment, String... arguments) {
    return tickgate(List.of(), environment, arguments);
  }

  /** Starts the product through a program that executes it, such as {@code ip netns exec}. */
  public static ChildProcess tickgate(
      List<String> prefix, Map<String, String> environment, String... arguments) {
    return java(prefix, environment, product(List.of(), List.of(arguments)));
  }

  /** Starts the JVM of this test with these arguments. */
  public static ChildProcess java(Map<String, String> environment, List<String> arguments) {
    return java(List.of(), environment, arguments);
  }

  /** Starts the JVM of this test through a program that executes it. */
  public static ChildProcess java(
      List<String> prefix, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // The developer's own settings of the product must not affect a test.
    builder.environment().keySet().removeIf(Processes::isSetting);
    builder.environment().putAll(environment);
    try {
      return ChildProcess.start(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the arguments of a JVM with these options that runs the packaged product. */
  public static List<String> product(List<String> options, List<String> arguments) {
    List<String> all = new ArrayList<>(OPTIONS);
    all.addAll(options);
    all.addAll(List.of(ClassArchive.option(jar()), "-jar", jar().toString()));
    all.addAll(arguments);
    return all;
  }

  private static boolean isSetting(String variable) {
    return variable.startsWith("TICKGATE_") || ALIASES.contains(variable);
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("tickgate.jar", "target/tickgate.jar")).toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "no " + jar + ": run the test by mvn verify, which packages the product first");
    }
    return jar;
  }
}
