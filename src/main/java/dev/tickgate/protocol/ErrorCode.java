package dev.tickgate.protocol;

import java.util.Locale;

/** Why a command was refused, or what a client must know about its stream. */
public enum ErrorCode {
  INVALID_PATH("There is no stream at this path.", false),
  MISSING_SYMBOL("The table has many symbols: name one, ?symbol=EUR_USD.", false),
  INVALID_JSON("The message is not a JSON object.", false),
  MISSING_TYPE("The message has no type.", false),
  INVALID_TYPE("There is no command of this type.", false),
  MISSING_TOPIC("The command names no topic.", false, "missing_address"),
  TOPIC_TOO_LONG("A topic's name has at most 200 characters.", false, "max_address_length_reached"),
  INVALID_RATE("maxRate is updates per second, from 0.001 to 1000.", false),
  RATE_NOT_SUPPORTED("Every publication of this topic is delivered; maxRate is not for it.", false),
  INVALID_POSITION("A position is written <epoch>.<offset>.", false),
  ACCESS_DENIED("This topic may not be read or written with these rights.", false),
  UNKNOWN_TOPIC("No feed takes publications of this topic.", false),
  UNKNOWN_CHANNEL("There is no channel of this name.", false),
  INVALID_PAYLOAD(
      "The payload is not a JSON object with a field or more, or has a field epoch or offset.",
      false),
  INVALID_EVENT("The event does not match the schema of its channel, /api/schemas/….", false),
  PAYLOAD_TOO_LARGE("A payload has at most 64 KiB; a request 100 payloads and 1 MiB.", false),
  INVALID_KEY("A key is 1 to 200 visible ASCII characters.", false),
  KEY_REUSED("The key was used for another topic.", false),
  NO_LEADER("The feed of this topic has no leader now; send it again with the same key.", true),
  UNAUTHORIZED("The token is missing, or is nobody's; get another one.", false),
  TOKEN_EXPIRED("The token's time is over; get another one.", false),
  AUTH_UNAVAILABLE("Tokens cannot be checked now; come back with it later.", true),
  ALREADY_SUBSCRIBED("The session has subscribed already.", false, "address_already_registered"),
  NOT_SUBSCRIBED("The session has not subscribed.", false),
  TOO_MANY_SUBSCRIPTIONS("The session has too many subscriptions.", false, "max_handlers_reached"),
  RATE_LIMITED("Commands come faster than the server takes them; this one was not done.", true),
  DB_POLLING_FAILED("The database does not answer; the stream resumes without loss.", true),
  FEED_STALE("Nobody has led this feed for some seconds; the stream resumes.", true),
  FEED_MISCONFIGURED(
      "The feed of this topic is not configured correctly; its operator must act.", true);

  private final String sentence;
  private final boolean retry;
  private final String bridgeBody;

  ErrorCode(String sentence, boolean retry) {
    this.sentence = sentence;
    this.retry = retry;
    this.bridgeBody = name().toLowerCase(Locale.ROOT);
  }

  ErrorCode(String sentence, boolean retry, String bridgeBody) {
    this.sentence = sentence;
    this.retry = retry;
    this.bridgeBody = bridgeBody;
  }

  /** For the author of a client. */
  public String sentence() {
    return sentence;
  }

  /** Whether the same may work later, unchanged. */
  public boolean retry() {
    return retry;
  }

  /** The name of the code on the event-bus bridge; the bridge's own name where it has one. */
  public String bridgeBody() {
    return bridgeBody;
  }
}
