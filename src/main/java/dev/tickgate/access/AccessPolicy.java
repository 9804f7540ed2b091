package dev.tickgate.access;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which topics a principal may read and write: those that a rule gives it. What no rule names is
 * denied. Looked at when somebody subscribes, resumes or publishes, and when rights change; never
 * for a publication that goes round.
 *
 * @param introduction within which a session must say who it is, and before which it may nothing;
 *     empty where it may stay anybody
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

  /** Whether it has said as much of itself as is asked for. */
  public boolean isWelcome(Principal principal) {
    return introduction.isEmpty() || principal.isKnown();
  }

  /** Why it may not read the topic. */
  public Optional<ErrorCode> refusalToRead(Principal principal, Topic topic) {
    if (!isWelcome(principal)) {
      return Optional.of(ErrorCode.UNAUTHORIZED);
    }
    return mayRead(principal, topic) ? Optional.empty() : Optional.of(ErrorCode.ACCESS_DENIED);
  }
}
