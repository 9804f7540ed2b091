package dev.tickgate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that is closest to a mistyped one. */
final class KeySuggestion {
  private KeySuggestion() {}

  static Optional<String> to(String mistyped, Collection<String> known) {
    int close = Math.max(2, mistyped.length() / 4);
    return known.stream()
        .filter(word -> distance(mistyped, word) <= close)
        .min(Comparator.comparingInt(word -> distance(mistyped, word)));
  }

  /** Returns the number of letters to insert, remove or replace, ignoring case. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(java.util.Locale.ROOT);
    String b = to.toLowerCase(java.util.Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
