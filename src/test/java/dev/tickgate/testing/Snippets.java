package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the code of a document as its reader would, in a given folder. */
public final class Snippets {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ADVICE =
      "No %s for the code of the documents: install it (Debian: apt-get install %s).";

  private Snippets() {}

  /** Runs a shell script; returns its output. */
  public static String shell(Path folder, String code, Map<String, String> environment) {
    program("curl");
    return output(folder, environment, List.of("sh", write(folder, "snippet.sh", code)));
  }

  /** Runs a Python program; returns its output. */
  public static String python(Path folder, String code, Map<String, String> environment) {
    String program = program("python3");
    return output(folder, environment, List.of(program, write(folder, "snippet.py", code)));
  }

  /** Runs a program for Node; returns its output. */
  public static String node(Path folder, String code, Map<String, String> environment) {
    return output(folder, environment, List.of("node", write(folder, "snippet.mjs", code)));
  }

  /** Compiles and runs a Java class with the JDK and one jar; returns its output. */
  public static String java(
      Path folder, String name, String code, Path jar, Map<String, String> environment) {
    String bin = Path.of(System.getProperty("java.home"), "bin").toString();
    String file = write(folder, name + ".java", code);
    output(
        folder,
        Map.of(),
        List.of(bin + "/javac", "-Xlint:all", "-Werror", "-cp", jar.toString(), file));
    return output(folder, environment, List.of(bin + "/java", "-cp", folder + ":" + jar, name));
  }

  /**
   * Runs a program of a page for {@code https://quotes.example.com/} in Node, against this port,
   * until it is closed.
   */
  public static ChildProcess page(Path folder, String code, int port) {
    Path packages = folder.resolve("node_modules");
    try {
      if (!Files.exists(packages)) {
        Files.createSymbolicLink(packages, Path.of("webroot/node_modules").toAbsolutePath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String preload = Path.of("src/test/js/redirect.mjs").toUri().toString();
    return start(
        folder,
        Map.of("REDIRECT_TO", "http://127.0.0.1:" + port),
        List.of("node", "--import", preload, write(folder, "page.mjs", code)));
  }

  /** Runs a script of bash, which may use psql, until it is closed. */
  public static ChildProcess script(Path folder, String code, Map<String, String> environment) {
    program("curl");
    program("psql", "postgresql-client");
    return start(folder, environment, List.of("bash", "-c", code));
  }

  private static String program(String name) {
    return program(name, name);
  }

  private static String program(String name, String packageName) {
    List<Supplier<Optional<Path>>> sources =
        List.of(() -> Programs.installed(name), () -> Programs.debian(packageName, name));
    return Programs.first(ADVICE.formatted(name, packageName), sources).toString();
  }

  private static String write(Path folder, String name, String code) {
    try {
      return Files.writeString(folder.resolve(name), code).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(Path folder, Map<String, String> environment, List<String> command) {
    try (ChildProcess process = start(folder, environment, command)) {
      int code = process.awaitExit(LIMIT);
      if (code != 0) {
        throw new AssertionError(command + " ended with " + code + ":\n" + process.tail());
      }
      return String.join("\n", process.lines());
    }
  }

  private static ChildProcess start(
      Path folder, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    try {
      return ChildProcess.start(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
