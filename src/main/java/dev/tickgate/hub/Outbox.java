package dev.tickgate.hub;

import dev.tickgate.protocol.Urgency;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of a session that wait because its connection accepts no more. The outbox keeps
 * complete messages in order, up to a number of bytes. It keeps only the newest quote of a topic,
 * with the number of quotes that it replaced. Above half of the bytes it drops events of low
 * priority, except the last publication of each topic; the next kept publication of the topic
 * carries their number. Confined to one event loop.
 */
final class Outbox {
  // After thinning, the outbox is thinned again when it has grown by limit / LOOKS bytes.
  private static final int LOOKS = 8;

  private final long limit;
  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private final Map<Subscription, Waiting> newest = new LinkedHashMap<>();
  private long bytes;
  // The bytes above which the outbox drops events of low priority.
  private long thinAt;

  Outbox(long limit) {
    this.limit = limit;
    this.thinAt = limit / 2;
  }

  /**
   * A message that must not be lost: a frame, or a publication that is encoded when it is sent. The
   * topic of a reply is null. Publications are shared with other sessions, so that a waiting one
   * costs little memory.
   */
  private record Message(
      byte[] frame, Publication publication, Topic topic, Runnable left, boolean low) {
    Message(byte[] frame, Publication publication, Topic topic) {
      this(frame, publication, topic, () -> {}, false);
    }

    Message skipping(long more) {
      return new Message(frame, publication.skipping(more), topic, left, low);
    }

    byte[] encode(Format format) {
      left.run();
      return publication == null ? frame : format.encoded(publication);
    }

    boolean isOf(Topic topic) {
      return topic.equals(this.topic);
    }

    int size() {
      return publication == null ? frame.length : publication.json().length;
    }
  }

  /** The newest quote of a topic, and the number of earlier quotes that the client skips. */
  private record Waiting(Publication publication, long skipped) {}

  /**
   * Keeps a reply.
   *
   * @return false where there is no room; then the session must be closed
   */
  boolean keep(byte[] frame) {
    return keep(new Message(frame, null, null));
  }

  /**
   * Keeps the newest publication, encoded for a session that subscribes.
   *
   * @return false where there is no room; then the session must be closed
   */
  boolean keepSnapshot(Topic topic, byte[] frame) {
    return keep(new Message(frame, null, topic));
  }

  /**
   * Keeps a frame of publications of a topic.
   *
   * @param left called when the frame is sent
   * @return false where there is no room; then the session must be closed
   */
  boolean keep(Topic topic, Frame frame, Runnable left) {
    byte[] bytes = frame.bytes();
    return keep(new Message(bytes, null, topic, left, false));
  }

  /**
   * Keeps a publication that must not be lost.
   *
   * @return false where there is no room; then the session must be closed
   */
  boolean keep(Publication publication) {
    return keep(new Message(null, publication, publication.topic()));
  }

  /**
   * Keeps a publication of a topic whose events carry a priority.
   *
   * @return false where there is no room; then the session must be closed
   */
  boolean keepRanked(Publication publication) {
    boolean low = Urgency.of(new String(publication.json(), StandardCharsets.UTF_8)).isLow();
    return keep(new Message(null, publication, publication.topic(), () -> {}, low));
  }

  /** The bytes of the messages that must not be lost. */
  long bytes() {
    return bytes;
  }

  private boolean keep(Message message) {
    if (bytes + message.size() > thinAt) {
      thin();
      thinAt = Math.max(limit / 2, bytes + limit / LOOKS);
    }
    if (bytes + message.size() > limit) {
      return false;
    }
    bytes += message.size();
    messages.add(message);
    return true;
  }

  private void thin() {
    Map<Topic, Message> last = new HashMap<>();
    for (Message message : messages) {
      if (message.publication != null) {
        last.put(message.topic, message);
      }
    }
    Map<Topic, Long> skipped = new HashMap<>();
    int waiting = messages.size();
    for (int i = 0; i < waiting; i++) {
      Message message = messages.poll();
      if (message.low && last.get(message.topic) != message) {
        bytes -= message.size();
        skipped.merge(message.topic, message.publication.skipped() + 1, Long::sum);
      } else if (message.publication != null && skipped.containsKey(message.topic)) {
        messages.add(message.skipping(skipped.remove(message.topic)));
      } else {
        messages.add(message);
      }
    }
  }

  /** Keeps a quote until a newer one of the topic arrives. */
  void keepNewest(Subscription subscription, Publication publication) {
    newest.merge(
        subscription,
        new Waiting(publication, 0),
        (old, now) ->
            new Waiting(now.publication(), old.skipped() + old.publication().skipped() + 1));
  }

  void forget(Subscription subscription) {
    newest.remove(subscription);
  }

  /** Removes the messages of a topic. */
  void drop(Topic topic) {
    messages.removeIf(
        message -> {
          boolean of = message.isOf(topic);
          bytes -= of ? message.size() : 0;
          return of;
        });
  }

  /** The next complete message, then the newest quote of each topic; null where nothing waits. */
  byte[] poll(Format format, HubMetrics metrics) {
    Message message = messages.poll();
    if (message == null) {
      return pollNewest(format, metrics);
    }
    bytes -= message.size();
    if (message.publication != null) {
      metrics.skipped(message.publication.skipped());
    }
    return message.encode(format);
  }

  private byte[] pollNewest(Format format, HubMetrics metrics) {
    Iterator<Waiting> first = newest.values().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Waiting waiting = first.next();
    first.remove();
    metrics.skipped(waiting.skipped());
    return format.encoded(waiting.publication().skipping(waiting.skipped()));
  }
}
