package dev.tickgate.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The directories of a user's data. */
final class Directories {
  private Directories() {}

  /**
   * Returns the directory of the embedded database, by the convention of the operating system.
   *
   * @param environment the environment of the process
   * @param home the home directory of the user
   */
  static Path data(String operatingSystem, Map<String, String> environment, Path home) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base = home.resolve(".local/share");
    if (operatingSystem.startsWith("Mac")) {
      base = home.resolve("Library/Application Support");
    } else if (xdg.startsWith("/")) {
      base = Path.of(xdg);
    }
    return base.resolve("tickgate").resolve("postgres");
  }

  /** Deletes a directory and its contents, where it exists. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
