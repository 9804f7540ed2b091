package dev.tickgate.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The difference between two JSON objects as a merge patch (RFC 7386). Values are compared and kept
 * as they are written, so that no digit of a number is lost.
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * The patch that makes the second object of the first one; empty where there is none, because a
   * value that is null cannot be said in a patch.
   *
   * @param before a JSON object without two members of one name, as the other one
   */
  public static Optional<String> between(String before, String after) {
    Optional<Map<String, String>> old = RawJson.fields(before);
    Optional<Map<String, String>> now = RawJson.fields(after);
    return old.isEmpty() || now.isEmpty() ? Optional.empty() : between(old.get(), now.get());
  }

  private static Optional<String> between(Map<String, String> before, Map<String, String> after) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (Map.Entry<String, String> field : after.entrySet()) {
      String old = before.get(field.getKey());
      if (!field.getValue().equals(old)) {
        Optional<String> change = change(Optional.ofNullable(old), field.getValue());
        if (change.isEmpty()) {
          return Optional.empty();
        }
        changes.put(field.getKey(), change.get());
      }
    }
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        changes.put(name, "null");
      }
    }
    return Optional.of(RawJson.object(changes));
  }

  /** The value of a field in the patch; empty where a patch cannot say it. */
  private static Optional<String> change(Optional<String> old, String value) {
    if (value.equals("null")) {
      return Optional.empty();
    }
    if (!value.startsWith("{")) {
      return Optional.of(value);
    }
    // An object is merged into the one that was there; into anything else as into an empty one.
    return between(old.filter(text -> text.startsWith("{")).orElse("{}"), value);
  }
}
