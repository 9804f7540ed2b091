package dev.tickgate.feed;

import io.vertx.pgclient.PgException;

/** The outbox cannot be read, or rows cannot be removed. */
final class OutboxUnavailable extends RuntimeException {
  private final Kind kind;

  enum Kind {
    MISSING("there is no table tickgate.outbox in the database; see \"tickgate outbox install\""),
    DROPPED(
        "the table tickgate.outbox was created before and is missing; run \"tickgate outbox install\""),
    FORBIDDEN("the user needs select, delete and update on tickgate.outbox"),
    READ_ONLY("the database takes no writes: rows could not be removed"),
    NO_ANSWER("the database does not answer");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  OutboxUnavailable(Kind kind) {
    super(kind.sentence, null, false, false);
    this.kind = kind;
  }

  private OutboxUnavailable(Kind kind, Throwable cause) {
    super(kind.sentence + ": " + cause.getMessage(), cause);
    this.kind = kind;
  }

  static OutboxUnavailable of(Throwable failure) {
    if (failure instanceof OutboxUnavailable known) {
      return known;
    }
    String state = failure instanceof PgException refused ? refused.getSqlState() : null;
    return new OutboxUnavailable(state == null ? Kind.NO_ANSWER : kind(state), failure);
  }

  private static Kind kind(String state) {
    return switch (state) {
      // The check before the refused statement had found the table.
      case "42P01", "3F000" -> Kind.DROPPED;
      case "42501" -> Kind.FORBIDDEN;
      case "25006" -> Kind.READ_ONLY;
      default -> Kind.NO_ANSWER;
    };
  }

  Kind kind() {
    return kind;
  }
}
