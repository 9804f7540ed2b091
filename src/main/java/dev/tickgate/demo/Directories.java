package dev.tickgate.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a user's data lives. */
final class Directories {
  private Directories() {}

  /**
   * The directory of the embedded database, by the custom of the operating system.
   *
   * @param environment the process's
   * @param home the user's
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

  /** With all that is in it; nothing where it is not there. */
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
