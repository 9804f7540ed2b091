package dev.tickgate.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The commands of a connection, sent one at a time. So an error without a symbol belongs to the
 * command that waits for its answer. It may also belong to an earlier command that was not answered
 * in time. In that case, and where a command with several subjects is refused, each subject is
 * repeated alone. Confined to the connection's event loop.
 */
final class CommandQueue {
  private static final Duration RETRY = Duration.ofSeconds(5);
  // The factor on Limits.answer after which no answer to an earlier command is expected.
  private static final int LATEST_ANSWER = 5;

  private final Limits limits;
  private final Conversation conversation;
  private final LongSupplier nanos;
  private final BiConsumer<Optional<Subject>, Refusal> refusals;
  private final Deque<Command> waiting = new ArrayDeque<>();
  // One of these commands may have caused an error. They are sent before all others, and wait
  // longer for an answer.
  private final Deque<Command> suspects = new ArrayDeque<>();
  // The subjects of the last sent command, without those for which the exchange has answered.
  private final Set<Subject> unanswered = new HashSet<>();
  // The subjects of earlier commands that were not answered in time, with the time at which they
  // were sent.
  private final Map<Subject, Long> late = new LinkedHashMap<>();
  // The subjects of unanswered and late that have been unsubscribed since.
  private final Set<Subject> departed = new HashSet<>();
  private Duration patience;
  private long sent;
  private long pausedUntil;
  private boolean isPaused;

  /**
   * @param refusals receives each refused subject; empty where the subject is unknown
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
    this.patience = limits.answer();
  }

  void subscribe(Set<Subject> more) {
    departed.removeAll(more);
    waiting.addAll(conversation.subscribe(more));
  }

  void unsubscribe(Set<Subject> fewer) {
    fewer.stream()
        .filter(subject -> unanswered.contains(subject) || late.containsKey(subject))
        .forEach(departed::add);
    waiting.addAll(conversation.unsubscribe(fewer));
  }

  boolean isEmpty() {
    return waiting.isEmpty() && suspects.isEmpty() && !awaitsAnswer();
  }

  boolean hasNext() {
    isPaused = isPaused && nanos.getAsLong() < pausedUntil;
    return !isPaused && !(waiting.isEmpty() && suspects.isEmpty()) && !awaitsAnswer();
  }

  private boolean awaitsAnswer() {
    return !unanswered.isEmpty() && nanos.getAsLong() - sent < patience.toNanos();
  }

  /** Removes the next command, which counts as sent. */
  Command next() {
    boolean isSuspect = !suspects.isEmpty();
    Command command = isSuspect ? suspects.remove() : waiting.remove();
    unanswered.forEach(subject -> late.put(subject, sent));
    unanswered.clear();
    unanswered.addAll(command.subjects());
    late.keySet().removeAll(command.subjects());
    forgetLate();
    departed.removeIf(subject -> !unanswered.contains(subject) && !late.containsKey(subject));
    patience = isSuspect ? latestAnswer() : limits.answer();
    sent = nanos.getAsLong();
    return command;
  }

  private Duration latestAnswer() {
    return limits.answer().multipliedBy(LATEST_ANSWER);
  }

  private void forgetLate() {
    long now = nanos.getAsLong();
    late.values().removeIf(at -> now - at >= latestAnswer().toNanos());
  }

  void accepted(Subject subject) {
    unanswered.remove(subject);
    late.remove(subject);
  }

  void refused(Refusal refusal) {
    forgetLate();
    boolean isCertain = !refusal.subjects().isEmpty() || late.isEmpty();
    Set<Subject> concerned = concerned(refusal);
    unanswered.removeAll(concerned);
    late.keySet().removeAll(concerned);
    if (refusal.isTemporary()) {
      isPaused = true;
      pausedUntil = nanos.getAsLong() + RETRY.toNanos();
    }
    if (concerned.isEmpty()) {
      refusals.accept(Optional.empty(), refusal);
    } else if (concerned.size() == 1 && isCertain && !refusal.isTemporary()) {
      // The exchange does not have the subject, so the command to unsubscribe would be refused too.
      // It is not sent.
      conversation.unsubscribe(concerned);
      refusals.accept(Optional.of(concerned.iterator().next()), refusal);
    } else {
      repeat(concerned, refusal.isTemporary() ? waiting : suspects);
    }
  }

  private Set<Subject> concerned(Refusal refusal) {
    if (!refusal.subjects().isEmpty()) {
      return refusal.subjects();
    }
    Set<Subject> suspected = new LinkedHashSet<>(late.keySet());
    suspected.addAll(unanswered);
    return suspected;
  }

  private void repeat(Set<Subject> subjects, Deque<Command> to) {
    conversation.unsubscribe(subjects);
    for (Subject subject : subjects) {
      if (!departed.remove(subject)) {
        to.addAll(conversation.subscribe(Set.of(subject)));
      }
    }
  }
}
