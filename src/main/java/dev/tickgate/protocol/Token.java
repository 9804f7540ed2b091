package dev.tickgate.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token of a client. No log line and no error contains it.
 *
 * @param text empty where it is malformed, and therefore invalid
 */
public record Token(String text) {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer(?: +(.*))?");

  /** Reads an {@code Authorization} header; empty where it has another scheme. */
  public static Optional<Token> ofHeader(String header) {
    Matcher bearer = BEARER.matcher(header);
    return bearer.matches()
        ? Optional.of(new Token(bearer.group(1) == null ? "" : bearer.group(1).strip()))
        : Optional.empty();
  }

  /** SHA-256 in hexadecimal digits: identifies a token, and cannot be used in place of it. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
