package dev.tickgate.client;

import dev.tickgate.client.PublishResult.Refused;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request to publish.
 *
 * @param body one payload, or an array of payloads
 * @param payloads their number
 */
record Publication(String topic, String key, String body, int payloads) {
  private static final int MOST_KEY = 200;
  // The limit of the server: the client neither keeps nor sends a longer request.
  private static final int MOST_CHARACTERS = 1 << 20;

  Publication {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(body, "payload");
  }

  static Publication of(String topic, String key, String payload) {
    return new Publication(topic, key, payload, 1);
  }

  static Publication of(String topic, String key, List<String> payloads) {
    return new Publication(
        topic,
        key,
        payloads.isEmpty() ? "" : "[" + String.join(",", payloads) + "]",
        payloads.size());
  }

  URI at(URI gateway) {
    String name = URLEncoder.encode(topic, StandardCharsets.UTF_8).replace("+", "%20");
    return URI.create(gateway + "api/publish/" + name);
  }

  /** Returns the reason not to send the request; empty if it is valid. */
  Optional<Refused> refusal() {
    // HttpClient sends a question mark for another character, which can make two keys equal.
    if (key.isEmpty()
        || key.length() > MOST_KEY
        || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return refuse("INVALID_KEY", "A key is 1 to 200 visible ASCII characters.");
    }
    if (body.isEmpty()) {
      return refuse("INVALID_PAYLOAD", "There is no payload.");
    }
    if (body.length() > MOST_CHARACTERS + payloads + 1) {
      return refuse("PAYLOAD_TOO_LARGE", "The payloads of a request have at most 1 MiB.");
    }
    return Optional.empty();
  }

  private static Optional<Refused> refuse(String code, String message) {
    return Optional.of(new Refused(code, message, OptionalInt.empty()));
  }
}
