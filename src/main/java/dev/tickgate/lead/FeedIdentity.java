package dev.tickgate.lead;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * A unit of leadership, as stored in its row of {@code tickgate.feed}.
 *
 * @param name the key of the row
 * @param topic the feed's own topic, that of all its publications; empty where each publication
 *     names its topic
 * @param definition the origin of the publications, as a text. A process with another text does not
 *     lead, so the format of the text must never change.
 * @param leaseChannel the NOTIFY channel on which a leader that stops notifies the standbys
 * @param journaled whether the database stores the publications; otherwise the leader keeps the
 *     newest in memory, and each leadership begins a new epoch
 */
public record FeedIdentity(
    String name, Optional<Topic> topic, String definition, String leaseChannel, boolean journaled) {
  // The version of the journal's layout. A process of an earlier version finds another source in
  // the row and does not lead.
  private static final String VERSION = "5 ";

  public FeedIdentity {
    if (!journaled && topic.isPresent()) {
      throw new IllegalArgumentException("a feed in memory has no topic of its own: " + name);
    }
  }

  /** Creates the identity of a feed with a journal. */
  public FeedIdentity(String name, Optional<Topic> topic, String definition, String leaseChannel) {
    this(name, topic, definition, leaseChannel, true);
  }

  /** Creates the identity of a feed without a journal. */
  public static FeedIdentity inMemory(String name, String definition, String leaseChannel) {
    return new FeedIdentity(name, Optional.empty(), definition, leaseChannel, false);
  }

  /**
   * The version of the journal and the definition. A process with another source does not take the
   * lease of a feed that has published or read its table.
   */
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
