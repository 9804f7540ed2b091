package dev.tickgate.protocol;

import java.util.Locale;

/** The reasons for which the server refuses a command or reports a disturbance of a stream. */
public enum ErrorCode {
  INVALID_PATH("There is no stream at this path.", false),
  MISSING_SYMBOL(
      "The table has many symbols; name one of them in the URL: ?symbol=EUR_USD.", false),
  UNKNOWN_SYMBOL("No feed has this symbol.", false),
  INVALID_JSON("The message is not a JSON object.", false),
  MISSING_TYPE("The message has no type.", false),
  INVALID_TYPE("There is no command of this type.", false),
  MISSING_TOPIC("The command names no topic.", false, "missing_address"),
  TOPIC_TOO_LONG(
      "The name of the topic is longer than 200 characters.", false, "max_address_length_reached"),
  // The bridge has this name for every address that its rules do not allow.
  INVALID_TOPIC(
      "The name of a topic consists of letters, digits and . _ : @ - and begins with a letter or"
          + " digit.",
      false,
      "access_denied"),
  INVALID_ENVELOPE("envelope must be true or false.", false),
  INVALID_RATE("maxRate must be a number of updates per second, from 0.001 to 1000.", false),
  INVALID_DELTA("delta must be true or false.", false),
  RATE_NOT_SUPPORTED("The topic delivers every publication and does not support maxRate.", false),
  INVALID_POSITION("The position must have the form <epoch>.<offset>.", false),
  ACCESS_DENIED("No access rule and no permission of a room allows this client to do that.", false),
  INVALID_COMMAND("A field of the command is missing or has a wrong value.", false),
  NOT_JOINED("The session has not joined the room.", false),
  BANNED("A host of the room has banned this user.", false),
  KICKED("A host of the room has removed this user from it.", false),
  UNKNOWN_TOPIC("No feed accepts publications on this topic.", false),
  UNKNOWN_STREAM("No exchange of this server has a stream of this name.", false),
  INVALID_FORMAT("format must be raw or tick.", false),
  UNKNOWN_CHANNEL("No channel has this name.", false),
  INVALID_PAYLOAD("The payload is not a JSON object that the server can publish.", false),
  INVALID_EVENT(
      "The event does not match the schema of its channel or its type (/api/schemas).", false),
  PAYLOAD_TOO_LARGE(
      "A payload is larger than 64 KiB, or a request than 100 payloads or 1 MiB.", false),
  INVALID_KEY("The key must have 1 to 200 visible ASCII characters.", false),
  KEY_REUSED("The key was already used for another topic.", false),
  NO_LEADER(
      "The feed of the topic has no leader now; send the request again with the same key.", true),
  UNAUTHORIZED("The token is missing or invalid; get a new token.", false),
  TOKEN_EXPIRED("The token has expired; get a new token.", false),
  AUTH_UNAVAILABLE(
      "The server cannot check tokens or permissions now; send the same again later.", true),
  ALREADY_SUBSCRIBED(
      "The session is already subscribed to the topic.", false, "address_already_registered"),
  NOT_SUBSCRIBED("The session is not subscribed to the topic.", false),
  TOO_MANY_SUBSCRIPTIONS(
      "The session has as many subscriptions as the server allows.", false, "max_handlers_reached"),
  INTERNAL_ERROR("The server failed to execute the command.", true),
  RATE_LIMITED("The rate limit is exceeded; the server did not execute the command.", true),
  DB_POLLING_FAILED("The database does not answer; the stream resumes without loss.", true),
  FEED_STALE("No leader of the feed has been heard for some seconds; the stream resumes.", true),
  EXCHANGE_UNAVAILABLE(
      "The exchange is not connected; the stream resumes with the next connection.", true),
  FEED_MISCONFIGURED("The feed of the topic is misconfigured; its operator must correct it.", true);

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

  /** The explanation that the server sends with the code. */
  public String sentence() {
    return sentence;
  }

  /** Whether the same command can succeed later, unchanged. */
  public boolean retry() {
    return retry;
  }

  /** The name of the code on the event-bus bridge; the bridge's own name where it has one. */
  public String bridgeBody() {
    return bridgeBody;
  }
}
