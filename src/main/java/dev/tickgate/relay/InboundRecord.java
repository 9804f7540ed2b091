package dev.tickgate.relay;

import dev.tickgate.stream.Topic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A record of another system that is to be published.
 *
 * @param key unique among all records of all relays
 * @param origin its position in the other system, for operators
 */
record InboundRecord(Topic topic, String key, String payload, String origin) {
  private static final int MOST_KEY = 200;

  InboundRecord {
    if (!isKey(key)) {
      key = hash(key);
    }
  }

  // Whether a publisher accepts the text as a key.
  private static boolean isKey(String text) {
    return text.length() <= MOST_KEY && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
