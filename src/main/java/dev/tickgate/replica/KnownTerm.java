package dev.tickgate.replica;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.SyncReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest leadership of a feed that this node believes; what an earlier one sends is rejected.
 *
 * <p>So is a leadership that begins before what this node has: its database went back, for the
 * lease is never taken before the publications of the earlier leader are in the row. It assigns
 * numbers that clients have already seen with other publications. The node then claims a higher
 * term, which makes that leader begin a new epoch. Confined to the event loop of its feed.
 */
final class KnownTerm {
  private static final Logger LOG = LoggerFactory.getLogger(KnownTerm.class);
  private static final long NONE = -1;

  // A service on the bus that sends nonsense does not make real leaders unbelievable.
  private static final long PLAUSIBLE = 1L << 32;

  private final String feed;
  private long term;
  private long leadership;
  // The highest sequence number that has come, maybe before missing ones, and its epoch.
  private long epoch;
  private long highest;
  // No leader of this epoch is believed: one began before the highest number.
  private boolean forked;
  // The lower term of the last log line.
  private long rejected = NONE;

  KnownTerm(String feed) {
    this.feed = feed;
  }

  /** The term that questions to leaders carry. */
  long number() {
    return term;
  }

  /** Whether what came over the bus is of the newest leadership, which is then known. */
  boolean takes(FeedBatch batch) {
    boolean plausible = term > 0 && batch.term() - term < PLAUSIBLE;
    return plausible && takesAnswer(batch);
  }

  /** The same, of what a leader answered, who need not be known. */
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

  /** Whether an answer about a topic is of the known leadership; another one is asked first. */
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
   * A leader does not know that it was deposed; or its database went back, which it learns from the
   * term in the question. Where it lasts, the feed becomes stale.
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
