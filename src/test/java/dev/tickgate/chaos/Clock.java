package dev.tickgate.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock that a program sees, by libfaketime: a file says how far it is from the true one.
 * Monotonic clocks stay true. Where libfaketime is not installed the clock cannot be set.
 */
final class Clock {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime"),
          Path.of("/usr/lib64/faketime"));

  private final Path file;
  private final String library;
  private final Duration cache;

  private Clock(Path file, String library, Duration cache) {
    this.file = file;
    this.library = library;
    this.cache = cache;
    set(Duration.ZERO);
  }

  static boolean canBeSet() {
    return library("libfaketime.so.1").isPresent();
  }

  /** The clock of a program with processes, which sees each step at once. */
  static Clock ofProcesses(Path file) {
    return new Clock(file, library("libfaketime.so.1").orElse(""), Duration.ZERO);
  }

  /** The clock of a program with threads, which sees each step within a second. */
  static Clock ofThreads(Path file) {
    return new Clock(file, library("libfaketimeMT.so.1").orElse(""), Duration.ofSeconds(1));
  }

  private static Optional<String> library(String name) {
    return LIBRARIES.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isRegularFile)
        .map(Path::toString)
        .findFirst();
  }

  /** The variables with which the program is started. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    if (!library.isEmpty()) {
      environment.put("LD_PRELOAD", library);
      environment.put("FAKETIME_TIMESTAMP_FILE", file.toAbsolutePath().toString());
      environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
      environment.put("FAKETIME_DONT_RESET", "1");
      // The C library of today needs no correction; with it every timed wait is too long.
      environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
      if (cache.isZero()) {
        environment.put("FAKETIME_NO_CACHE", "1");
      } else {
        environment.put("FAKETIME_CACHE_DURATION", Long.toString(cache.toSeconds()));
      }
    }
    return environment;
  }

  /** Sets it that far from the true time. */
  void set(Duration ahead) {
    try {
      Path beside = Path.of(file + ".new");
      Files.writeString(beside, "%+d\n".formatted(ahead.toSeconds()));
      // Never half written: the program may read at any time.
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
