package dev.tickgate.replica;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest term that a leader of a feed has answered with; answers of a lower one are rejected.
 * Confined to the event loop of its feed.
 */
final class KnownTerm {
  private static final Logger LOG = LoggerFactory.getLogger(KnownTerm.class);
  private static final long NONE = -1;

  private final String feed;
  private long term;
  // The lower term of the last log line.
  private long rejected = NONE;

  KnownTerm(String feed) {
    this.feed = feed;
  }

  long number() {
    return term;
  }

  void raise(long number) {
    term = number;
  }

  /**
   * Rejects a leader that does not know that it was deposed; or whose database went back, which it
   * learns from the term in the question. Where it lasts, the feed becomes stale.
   *
   * @param head the newest position of its answer
   * @param epoch of the newest position of this node
   * @param seq of the newest position of this node
   */
  boolean rejects(long number, long head, long epoch, long seq) {
    if (number >= term) {
      return false;
    }
    if (number != rejected) {
      rejected = number;
      LOG.atWarn()
          .addKeyValue("feed", feed)
          .addKeyValue("term", number)
          .addKeyValue("head", head)
          .addKeyValue("known_term", term)
          .addKeyValue("known_head", epoch + "." + seq)
          .log("replica.leader_rejected");
    }
    return true;
  }
}
