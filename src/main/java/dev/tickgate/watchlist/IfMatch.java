package dev.tickgate.watchlist;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The versions of a list that a change may be applied to.
 *
 * @param versions empty for any version
 */
record IfMatch(Optional<List<Long>> versions) {
  static final IfMatch ANY = new IfMatch(Optional.empty());

  // A proxy that compresses a response makes its tag weak.
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

  /**
   * Parses the header {@code If-Match}; empty where the request has none. A tag that is not a
   * version matches no list.
   */
  static Optional<IfMatch> of(MultiMap headers) {
    List<String> values = headers.getAll(HttpHeaders.IF_MATCH);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String tags = String.join(",", values);
    return Optional.of(
        tags.strip().equals("*")
            ? ANY
            : new IfMatch(
                Optional.of(
                    TAG.matcher(tags).results().map(tag -> Long.valueOf(tag.group(1))).toList())));
  }

  /** The tag of a version. */
  static String tag(long version) {
    return "\"" + version + '"';
  }

  /** The versions as a parameter of a statement; null for any version. */
  Long[] parameter() {
    return versions.map(known -> known.toArray(Long[]::new)).orElse(null);
  }
}
