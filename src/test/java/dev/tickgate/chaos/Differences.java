package dev.tickgate.chaos;

import java.util.ArrayList;
import java.util.List;

/** The differences that a check found, and how many publications they are about. */
final class Differences {
  private final List<String> all = new ArrayList<>();
  private long missing;
  private long repeated;

  void add(String message, Object... arguments) {
    all.add(message.formatted(arguments));
  }

  void missing(long publications, String message, Object... arguments) {
    missing += publications;
    add(message, arguments);
  }

  void repeated(String message, Object... arguments) {
    repeated++;
    add(message, arguments);
  }

  List<String> all() {
    return List.copyOf(all);
  }

  long missing() {
    return missing;
  }

  long repeated() {
    return repeated;
  }
}
