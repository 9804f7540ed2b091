package dev.tickgate.replica;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.SyncReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest leadership of a feed that this node accepts; messages of earlier ones are rejected.
 *
 * <p>A leadership that begins before the newest publication of this node is rejected, too. Its
 * database went back to an earlier state: a lease is never taken before its row has the
 * publications of the earlier leader. Such a leader assigns numbers that clients have already
 * received with other publications. The node then claims a higher term, and the leader begins a new
 * epoch. Confined to the event loop of its feed.
 */
final class KnownTerm {
  private static final Logger LOG = LoggerFactory.getLogger(KnownTerm.class);
  private static final long NONE = -1;

  // An invalid term of another service on the bus must not make the node reject real leaders.
  private static final long PLAUSIBLE = 1L << 32;

  private final String feed;
  private long term;
  private long leadership;
  // The highest sequence number received, possibly after missing ones, and its epoch.
  private long epoch;
  private long highest;
  // Leaders of this epoch are rejected: one of them began before the highest number.
  private boolean forked;
  // The rejected term of the last log line.
  private long rejected = NONE;

  KnownTerm(String feed) {
    this.feed = feed;
  }

  /** The term that questions to leaders carry. */
  long number() {
    return term;
  }

  /**
   * Whether a batch from the bus is of the newest leadership; if so, this leadership becomes the
   * known one.
   */
  boolean takes(FeedBatch batch) {
    boolean plausible = term > 0 && batch.term() - term < PLAUSIBLE;
    return plausible && takesAnswer(batch);
  }

  /** The same for an answer of a leader, which may have any higher term. */
  boolean takesAnswer(FeedBatch message) {
    if (message.term() < term) {
      reject(message);
      return false;
    }
    if (contradicts(message)) {
      if (!forked) {
        LOG.atError()
            .addKeyValue("feed", feed)
            .addKeyValue("term", message.term())
            .addKeyValue("begin", message.epoch() + "." + message.begin())
            .addKeyValue("known_term", term)
            .addKeyValue("known_head", epoch + "." + highest)
            .log("replica.database_went_back");
      }
      term = message.term() + 1;
      forked = true;
      return false;
    }
    forked = false;
    term = message.term();
    leadership = message.leadership();
    highest = message.epoch() == epoch ? Math.max(highest, message.last()) : message.last();
    epoch = message.epoch();
    return true;
  }

  /**
   * Whether an answer about a topic is of the known leadership; another leadership must answer a
   * check first.
   */
  boolean takes(SyncReply reply) {
    if (reply.term() != term || reply.leadership() != leadership) {
      return false;
    }
    highest = Math.max(highest, reply.seq());
    return true;
  }

  private boolean contradicts(FeedBatch message) {
    if (message.epoch() > epoch) {
      return false;
    }
    boolean another =
        message.term() == term
            ? message.leadership() != leadership
            : message.epoch() < epoch || message.begin() < highest;
    return forked || another;
  }

  /**
   * Logs a rejected leader, once per term. It does not know yet that it was deposed, or its
   * database went back, which it learns from the term in the question. If this lasts, the feed
   * becomes stale.
   */
  private void reject(FeedBatch message) {
    if (message.term() != rejected) {
      rejected = message.term();
      LOG.atWarn()
          .addKeyValue("feed", feed)
          .addKeyValue("term", message.term())
          .addKeyValue("head", message.last())
          .addKeyValue("known_term", term)
          .addKeyValue("known_head", epoch + "." + highest)
          .log("replica.leader_rejected");
    }
  }
}
