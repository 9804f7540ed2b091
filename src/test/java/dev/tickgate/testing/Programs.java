package dev.tickgate.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds and installs the programs that the tests use. */
final class Programs {
  private static final Duration INSTALL = Duration.ofMinutes(5);

  private Programs() {}

  /**
   * Returns the program of the first source that has one.
   *
   * @throws IllegalStateException with the advice, where no source has one
   */
  static Path first(String advice, List<Supplier<Optional<Path>>> sources) {
    return sources.stream()
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(advice));
  }

  /**
   * Returns the program that an environment variable names; empty where it is not set.
   *
   * @throws IllegalStateException where it does not name an executable file
   */
  static Optional<Path> named(String variable, String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    Path program = Path.of(value);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(variable + " names no program that can be run: " + value);
    }
    return Optional.of(program);
  }

  /** Returns the first of these names on the PATH, or of these absolute paths. */
  static Optional<Path> installed(String... names) {
    return Arrays.stream(names)
        .flatMap(Programs::places)
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> places(String name) {
    // An ordinary user of Debian does not have the sbin folders on the PATH.
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin";
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name));
  }

  /**
   * Installs a Debian package and returns its program; empty where the user is not root on a
   * Debian.
   */
  static Optional<Path> debian(String packageName, String program) {
    if (installed("apt-get").isEmpty() || !"root".equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    return ForkLock.holding(
        "debian-packages",
        () -> {
          // Another JVM may have installed the package meanwhile.
          if (installed(program).isEmpty()) {
            run("apt-get", "update");
            run("apt-get", "install", "-y", "--no-install-recommends", packageName);
          }
          return installed(program);
        });
  }

  /**
   * Runs a command to its end.
   *
   * @throws IllegalStateException with the output, where the command fails
   */
  static void run(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    try (ChildProcess process = ChildProcess.start(builder)) {
      int code = process.awaitExit(INSTALL);
      if (code != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " ended with " + code + ":\n" + process.tail());
      }
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command) + " could not be run", e);
    }
  }
}
