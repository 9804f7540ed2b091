package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the project, and the events that they log. */
public final class SourceFiles {
  private static final Pattern LOGGED =
      Pattern.compile(
          "(?:\\.log\\(|LOG\\.[a-z]+\\(|new FailureLog\\(|Level\\.[A-Z]+,)\\s*\"([a-z]+\\.[a-z_]+)\"");

  private SourceFiles() {}

  /** Returns the regular files below a directory. */
  public static Stream<Path> of(String directory) {
    try (Stream<Path> all = Files.walk(Path.of(directory))) {
      return all.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names of the events that the product logs. */
  public static Set<String> loggedEvents() {
    return of("src/main/java")
        .flatMap(file -> LOGGED.matcher(text(file)).results())
        .map(event -> event.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
