package dev.tickgate.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The commands of a connection, one at a time: so an error that names no symbol is about the
 * command that waits for its answer. A refused command with several subjects is repeated with one
 * subject each. Confined to the connection's event loop.
 */
final class CommandQueue {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Limits limits;
  private final Conversation conversation;
  private final LongSupplier nanos;
  private final BiConsumer<Optional<Subject>, Refusal> refusals;
  private final Deque<Command> waiting = new ArrayDeque<>();
  // Of the command that was sent last, without those that the exchange has answered for.
  private final Set<Subject> unanswered = new HashSet<>();
  private long sent;
  private long pausedUntil;
  private boolean isPaused;

  /**
   * @param refusals gets each refused subject; empty where nothing tells which one
   */
  CommandQueue(
      Limits limits,
      Conversation conversation,
      LongSupplier nanos,
      BiConsumer<Optional<Subject>, Refusal> refusals) {
    this.limits = limits;
    this.conversation = conversation;
    this.nanos = nanos;
    this.refusals = refusals;
  }

  void add(List<Command> more) {
    waiting.addAll(more);
  }

  boolean isEmpty() {
    return waiting.isEmpty() && !awaitsAnswer();
  }

  boolean hasNext() {
    isPaused = isPaused && nanos.getAsLong() < pausedUntil;
    return !isPaused && !waiting.isEmpty() && !awaitsAnswer();
  }

  private boolean awaitsAnswer() {
    return !unanswered.isEmpty() && nanos.getAsLong() - sent < limits.answer().toNanos();
  }

  /** The next command, which counts as sent. */
  Command next() {
    Command command = waiting.remove();
    unanswered.clear();
    unanswered.addAll(command.subjects());
    sent = nanos.getAsLong();
    return command;
  }

  void accepted(Subject subject) {
    unanswered.remove(subject);
  }

  void refused(Refusal refusal) {
    Set<Subject> concerned =
        Set.copyOf(refusal.subjects().isEmpty() ? unanswered : refusal.subjects());
    unanswered.removeAll(concerned);
    if (refusal.isTemporary()) {
      isPaused = true;
      pausedUntil = nanos.getAsLong() + RETRY.toNanos();
    }
    if (concerned.size() == 1 && !refusal.isTemporary()) {
      Subject subject = concerned.iterator().next();
      // The exchange does not have it: the frame of the command would be refused, too.
      conversation.unsubscribe(concerned);
      refusals.accept(Optional.of(subject), refusal);
    } else if (concerned.isEmpty()) {
      refusals.accept(Optional.empty(), refusal);
    } else {
      conversation.unsubscribe(concerned);
      concerned.forEach(subject -> waiting.addAll(conversation.subscribe(Set.of(subject))));
    }
  }
}
