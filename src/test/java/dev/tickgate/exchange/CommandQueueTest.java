package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands to an exchange whose errors do not name the command. */
class CommandQueueTest {
  private static final Subject WRONG = Subject.quotes("ZZZ_JPY");
  private static final Subject QUIET = Subject.quotes("EUR_JPY");
  private static final Subject OTHER = Subject.quotes("USD_JPY");
  private static final Duration ANSWER = GmoConversation.LIMITS.answer();
  private static final Refusal UNNAMED = new Refusal(Set.of(), "ERR-5106", "symbol", false);

  private final Conversation conversation = new GmoConversation();
  private final List<Optional<Subject>> refused = new ArrayList<>();
  private long now;
  private final CommandQueue commands =
      new CommandQueue(
          GmoConversation.LIMITS,
          conversation,
          () -> now,
          (subject, refusal) -> refused.add(subject));

  private void subscribe(Subject... subjects) {
    for (Subject subject : subjects) {
      commands.subscribe(Set.of(subject));
    }
  }

  private Set<Subject> send() {
    assertThat(commands.hasNext()).isTrue();
    return commands.next().subjects();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void anErrorInTimeIsAboutTheCommandThatWaits() {
    subscribe(WRONG, OTHER);
    send();
    pass(ANSWER.dividedBy(2));
    commands.refused(UNNAMED);
    assertThat(refused).containsExactly(Optional.of(WRONG));
    assertThat(send()).containsExactly(OTHER);
  }

  @Test
  void anErrorThatTwoCommandsMayHaveCausedBlamesNeither() {
    subscribe(WRONG, QUIET, OTHER);
    send();
    pass(ANSWER);
    send();
    commands.refused(UNNAMED);
    assertThat(refused).isEmpty();
    // Each of them again, before anything else, and with more time.
    assertThat(send()).containsExactly(WRONG);
    pass(ANSWER.multipliedBy(2));
    assertThat(commands.hasNext()).isFalse();
    commands.refused(UNNAMED);
    assertThat(refused).containsExactly(Optional.of(WRONG));
    assertThat(send()).containsExactly(QUIET);
    commands.accepted(QUIET);
    assertThat(send()).containsExactly(OTHER);
    assertThat(refused).hasSize(1);
  }

  @Test
  void anErrorAfterAnAcceptedCommandIsAboutTheOneBeforeIt() {
    subscribe(WRONG, OTHER);
    send();
    pass(ANSWER);
    send();
    commands.accepted(OTHER);
    commands.refused(UNNAMED);
    assertThat(send()).containsExactly(WRONG);
    commands.refused(UNNAMED);
    assertThat(refused).containsExactly(Optional.of(WRONG));
    assertThat(commands.isEmpty()).isTrue();
  }

  @Test
  void aCommandOfLongAgoIsNotSuspected() {
    subscribe(QUIET, WRONG);
    send();
    pass(ANSWER.multipliedBy(10));
    send();
    commands.refused(UNNAMED);
    assertThat(refused).containsExactly(Optional.of(WRONG));
  }

  @Test
  void aSubjectThatHasLeftIsNotRepeated() {
    subscribe(QUIET, WRONG);
    send();
    pass(ANSWER);
    send();
    commands.unsubscribe(Set.of(QUIET));
    commands.refused(UNNAMED);
    assertThat(send()).containsExactly(WRONG);
    commands.refused(UNNAMED);
    assertThat(refused).containsExactly(Optional.of(WRONG));
    assertThat(send()).isEmpty();
    assertThat(commands.isEmpty()).isTrue();
  }
}
