package dev.tickgate.client;

import java.util.Objects;

/** Gives the token that authenticates the publisher. */
@FunctionalInterface
public interface TokenSource {
  /**
   * Returns a token. A thread of the client calls it, one at a time, before the first request and
   * after the server refused a token. It may block; publications wait for it until their deadline.
   *
   * @param refused true if the server refused a token of this source before
   * @return the token; an empty text: the client sends none
   * @throws Exception if there is no token now; the attempt fails, and the client repeats it
   */
  String token(boolean refused) throws Exception;

  /**
   * Requests without a token.
   *
   * @return a source of no token
   */
  static TokenSource none() {
    return refused -> "";
  }

  /**
   * A token that does not change, such as an API key.
   *
   * @param key the API key
   * @return a source of this key
   */
  static TokenSource apiKey(String key) {
    Objects.requireNonNull(key, "key");
    return refused -> key;
  }
}
