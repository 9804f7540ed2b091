package dev.tickgate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Weak entity tags of texts: the compressed text and the plain one have the same tag. */
final class EntityTag {
  private static final int BYTES = 16;

  private EntityTag() {}

  static String of(byte[] text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return "W/\"" + HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Whether the client has the text of that tag. */
  static boolean isKnown(HttpServerRequest request, String tag) {
    String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    return tags != null
        && (tags.strip().equals("*") || tags.contains(tag.substring(tag.indexOf('"'))));
  }
}
