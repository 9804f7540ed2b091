package dev.tickgate.client;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Settings of a {@link PublisherClient}.
 *
 * @param gateways the addresses of gateways, or of their load balancer; the client begins with a
 *     random one, and changes to the next one if one fails
 * @param token the source of tokens
 * @param attempts the most attempts of one request
 * @param deadline the longest time from the call to its result
 * @param connectTimeout the longest time to connect
 * @param answerTimeout the longest time to the end of the answer; a gateway waits 10 s for a leader
 * @param inFlight the most requests without a result; a further one fails at once
 */
public record PublisherSettings(
    List<URI> gateways,
    TokenSource token,
    int attempts,
    Duration deadline,
    Duration connectTimeout,
    Duration answerTimeout,
    int inFlight) {
  /**
   * Checks the values.
   *
   * @param gateways the addresses of gateways, or of their load balancer; the client begins with a
   *     random one, and changes to the next one if one fails
   * @param token the source of tokens
   * @param attempts the most attempts of one request
   * @param deadline the longest time from the call to its result
   * @param connectTimeout the longest time to connect
   * @param answerTimeout the longest time to the end of the answer; a gateway waits 10 s for a
   *     leader
   * @param inFlight the most requests without a result; a further one fails at once
   * @throws IllegalArgumentException if a value is invalid; the message names it
   */
  public PublisherSettings {
    gateways = gateways.stream().map(PublisherSettings::base).toList();
    Objects.requireNonNull(token, "token");
    require(!gateways.isEmpty(), "gateways: there is none");
    require(attempts >= 1, "attempts: " + attempts + " is less than 1");
    require(inFlight >= 1, "inFlight: " + inFlight + " is less than 1");
    requirePositive("deadline", deadline);
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("answerTimeout", answerTimeout);
  }

  /**
   * The defaults: no token, 10 attempts within 30 s, 2 s to connect, 12 s for an answer, 64
   * requests in flight.
   *
   * @param gateways addresses such as {@code https://example.com/}
   * @return the settings
   * @throws IllegalArgumentException if one is not the address of a server
   */
  public static PublisherSettings of(String... gateways) {
    return new PublisherSettings(
        Arrays.stream(gateways).map(URI::create).toList(),
        TokenSource.none(),
        10,
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        Duration.ofSeconds(12),
        64);
  }

  /**
   * The same settings with an API key.
   *
   * @param key the API key
   * @return other settings
   */
  public PublisherSettings withApiKey(String key) {
    return withToken(TokenSource.apiKey(key));
  }

  /**
   * The same settings with another source of tokens.
   *
   * @param source the client calls it once, and again when the server refuses the token
   * @return other settings
   */
  public PublisherSettings withToken(TokenSource source) {
    return new PublisherSettings(
        gateways, source, attempts, deadline, connectTimeout, answerTimeout, inFlight);
  }

  /**
   * The same settings with other limits of one publication.
   *
   * @param most the most attempts
   * @param limit the longest time from the call to its result
   * @return other settings
   */
  public PublisherSettings withAttempts(int most, Duration limit) {
    return new PublisherSettings(
        gateways, token, most, limit, connectTimeout, answerTimeout, inFlight);
  }

  /**
   * The same settings with other time-outs of one attempt.
   *
   * @param connect the longest time to connect
   * @param answer the longest time to the end of the answer
   * @return other settings
   */
  public PublisherSettings withTimeouts(Duration connect, Duration answer) {
    return new PublisherSettings(gateways, token, attempts, deadline, connect, answer, inFlight);
  }

  /**
   * The same settings with another number of requests in flight.
   *
   * @param most the most requests without a result
   * @return other settings
   */
  public PublisherSettings withInFlight(int most) {
    return new PublisherSettings(
        gateways, token, attempts, deadline, connectTimeout, answerTimeout, most);
  }

  private static URI base(URI gateway) {
    boolean isServer =
        ("http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme()))
            && gateway.getHost() != null
            && gateway.getRawQuery() == null
            && gateway.getRawFragment() == null;
    require(isServer, "gateways: " + gateway + " is no address such as https://example.com/");
    String address = gateway.toString();
    return address.endsWith("/") ? gateway : URI.create(address + "/");
  }

  private static void requirePositive(String name, Duration value) {
    require(!value.isZero() && !value.isNegative(), name + ": " + value + " is not positive");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
