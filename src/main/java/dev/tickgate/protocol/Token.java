package dev.tickgate.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client shows to say who it is. Never shown again: not in a log, nor in an error.
 *
 * @param text empty where it was given wrongly; nobody's, then
 */
public record Token(String text) {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer(?: +(.*))?");

  /** Of an {@code Authorization} header; empty where that is of another scheme. */
  public static Optional<Token> ofHeader(String header) {
    Matcher bearer = BEARER.matcher(header);
    return bearer.matches()
        ? Optional.of(new Token(bearer.group(1) == null ? "" : bearer.group(1).strip()))
        : Optional.empty();
  }

  /** SHA-256 in hexadecimal digits: tells tokens apart, and cannot be shown instead of one. */
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
