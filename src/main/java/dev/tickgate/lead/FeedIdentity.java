package dev.tickgate.lead;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A unit of leadership, as its row in {@code tickgate.feed} has it.
 *
 * @param name the key of the row
 * @param topic the feed's own, of all its publications; empty where each publication names one
 * @param definition where the publications come from; a process with another text does not lead, so
 *     the text of an existing feed never changes its form
 * @param leaseChannel the NOTIFY channel on which a leader that stops tells the standbys
 * @param journaled whether publications are kept in the database; otherwise the leader remembers
 *     the newest, and each leadership begins a new epoch
 */
public record FeedIdentity(
    String name, Optional<Topic> topic, String definition, String leaseChannel, boolean journaled) {
  // Of the journal's layout: a process of an earlier version finds another source and does not
  // lead.
  private static final String VERSION = "5 ";

  public FeedIdentity {
    if (!journaled && topic.isPresent()) {
      throw new IllegalArgumentException("a feed in memory has no topic of its own: " + name);
    }
  }

  /** Of a feed with a journal. */
  public FeedIdentity(String name, Optional<Topic> topic, String definition, String leaseChannel) {
    this(name, topic, definition, leaseChannel, true);
  }

  /** Of a feed without a journal. */
  public static FeedIdentity inMemory(String name, String definition, String leaseChannel) {
    return new FeedIdentity(name, Optional.empty(), definition, leaseChannel, false);
  }

  /** Version of the journal and definition: where they differ, another epoch begins. */
  public String source() {
    return VERSION + definition;
  }

  String topicName() {
    return topic.map(Topic::name).orElse("");
  }

  boolean isOwn(Topic other) {
    return topic.filter(other::equals).isPresent();
  }
}
