package dev.tickgate.feed;

import dev.tickgate.bus.Payload;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.lead.Draft;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import java.util.Optional;

/** Decides which rows of the outbox can be published, and under which keys. */
record OutboxCheck(String feed, TopicRoutes routes, PayloadRules rules) {
  private static final int MOST_KEY = 255;

  /** The result for one row. */
  sealed interface Checked {
    /** The row can be published. */
    record Accepted(long id, Draft draft) implements Checked {}

    /** The row cannot be published. */
    record Rejected(long id, OutboxReason reason) implements Checked {}
  }

  Checked check(OutboxRow row) {
    Optional<Topic> topic = Topic.parse(row.topic()).filter(this::isPublishable);
    if (topic.isEmpty()) {
      return rejected(row, OutboxRejection.UNKNOWN_TOPIC);
    }
    if (row.key() != null && !isKey(row.key())) {
      return rejected(row, OutboxRejection.INVALID_KEY);
    }
    if (row.payload() == null) {
      return rejected(row, OutboxRejection.PAYLOAD_TOO_LARGE);
    }
    Payload payload = Payload.of(row.payload());
    if (payload instanceof Payload.Valid valid) {
      payload = rules.check(topic.get(), valid);
    }
    return payload instanceof Payload.Valid valid
        ? new Checked.Accepted(row.id(), new Draft(topic.get(), key(row), valid.text()))
        : new Checked.Rejected(row.id(), reason(payload));
  }

  private static boolean isKey(String key) {
    return !key.isEmpty() && key.codePointCount(0, key.length()) <= MOST_KEY;
  }

  private boolean isPublishable(Topic topic) {
    return routes
        .of(topic)
        .filter(route -> route.publishable() && route.feed().equals(feed))
        .isPresent();
  }

  // The id alone is not unique: a table that was dropped, or restored from a backup, assigns the
  // same ids again, and the journal has entries with the former ones.
  private static String key(OutboxRow row) {
    return row.key() == null ? "o:" + row.id() + ":" + row.createdAt() : "k:" + row.key();
  }

  private static Checked rejected(OutboxRow row, OutboxRejection code) {
    return new Checked.Rejected(row.id(), new OutboxReason(code));
  }

  private static OutboxReason reason(Payload wrong) {
    if (wrong instanceof Payload.Unfit unfit) {
      return new OutboxReason(OutboxRejection.INVALID_EVENT, unfit.reason());
    }
    return wrong instanceof Payload.Invalid invalid && invalid != Payload.Invalid.TOO_LARGE
        ? new OutboxReason(OutboxRejection.INVALID_PAYLOAD, invalid.reason())
        : new OutboxReason(OutboxRejection.PAYLOAD_TOO_LARGE);
  }
}
