package dev.tickgate.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The difference between two JSON objects as a merge patch (RFC 7386). Values are compared and
 * copied as they are written, so that no digit of a number is lost.
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * Returns the patch that turns the first object into the second; empty where there is none,
   * because a patch cannot set a value to null.
   *
   * @param before a JSON object without duplicate names, as {@code after} is
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

  /** The value of a field in the patch; empty where a patch cannot express it. */
  private static Optional<String> change(Optional<String> old, String value) {
    if (value.equals("null")) {
      return Optional.empty();
    }
    if (!value.startsWith("{")) {
      return Optional.of(value);
    }
    // A patch merges an object into the former object; any other former value counts as an empty
    // object.
    return between(old.filter(text -> text.startsWith("{")).orElse("{}"), value);
  }
}
