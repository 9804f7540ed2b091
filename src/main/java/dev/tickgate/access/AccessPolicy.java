package dev.tickgate.access;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The topics that a principal may read and write. A topic that no rule names is denied. Checked
 * when a client subscribes, resumes or publishes, and when rights change; not with each delivered
 * publication. Immutable.
 *
 * @param introduction the time within which a session must authenticate; until then it has no
 *     rights. Empty where clients may stay anonymous
 */
public record AccessPolicy(List<Rule> rules, Optional<Duration> introduction) {
  public AccessPolicy {
    rules = List.copyOf(rules);
  }

  /** The grantees that may read and write the topics of a pattern. */
  public record Rule(TopicPattern topics, Grantee read, Grantee write) {}

  /** The policy of these rules, without a deadline for authentication. */
  public static AccessPolicy of(Rule... rules) {
    return new AccessPolicy(List.of(rules), Optional.empty());
  }

  /** A rule that lets every client read the topics. */
  public static Rule open(String topics) {
    return new Rule(new TopicPattern(topics), new Grantee.Anybody(), new Grantee.Nobody());
  }

  public boolean mayRead(Principal principal, Topic topic) {
    return isWelcome(principal)
        && rules.stream()
            .anyMatch(
                rule -> rule.read().includes(principal) && rule.topics().matches(topic, principal));
  }

  public boolean mayWrite(Principal principal, Topic topic) {
    return isWelcome(principal)
        && rules.stream()
            .anyMatch(
                rule ->
                    rule.write().includes(principal) && rule.topics().matches(topic, principal));
  }

  /** Whether the principal is authenticated, where that is required. */
  public boolean isWelcome(Principal principal) {
    return introduction.isEmpty() || principal.isKnown();
  }

  /** Returns why the principal may not read the topic; empty if it may. */
  public Optional<ErrorCode> refusalToRead(Principal principal, Topic topic) {
    if (!isWelcome(principal)) {
      return Optional.of(ErrorCode.UNAUTHORIZED);
    }
    return mayRead(principal, topic) ? Optional.empty() : Optional.of(ErrorCode.ACCESS_DENIED);
  }
}
