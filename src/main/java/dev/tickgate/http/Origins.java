package dev.tickgate.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The origins, besides a gateway's own, whose pages may use it.
 *
 * @param isOpen whether pages of any origin may use it, without credentials
 * @param named the origins whose pages may use it with credentials
 */
public record Origins(boolean isOpen, List<Rule> named) {
  private static final String ANYBODY = "*";
  private static final String SUBDOMAINS = "://*.";

  public Origins {
    named = List.copyOf(named);
  }

  /**
   * @param names such as {@code https://app.example.com}, {@code https://*.example.com}, {@code *}
   */
  public static Origins of(List<String> names) {
    return new Origins(
        names.contains(ANYBODY),
        names.stream().map(Origins::rule).flatMap(Optional::stream).toList());
  }

  /** Whether the text names origins. */
  public static boolean isName(String text) {
    return text.equals(ANYBODY) || rule(text).isPresent();
  }

  private static Optional<Rule> rule(String name) {
    boolean subdomains = name.contains(SUBDOMAINS);
    return Origin.parse(subdomains ? name.replace(SUBDOMAINS, "://") : name)
        .map(origin -> new Rule(origin, subdomains));
  }

  boolean allows(Origin origin) {
    return named.stream().anyMatch(rule -> rule.matches(origin));
  }

  /**
   * Returns the origins whose pages may embed a page of the gateway in a frame, in the form of a
   * Content-Security-Policy.
   */
  String asSources() {
    return named.stream().map(Rule::asSource).collect(Collectors.joining(" "));
  }

  /**
   * The origins that a configured name allows.
   *
   * @param subdomains whether it allows the subdomains of the origin, and not the origin
   */
  record Rule(Origin origin, boolean subdomains) {
    boolean matches(Origin other) {
      return origin.scheme().equals(other.scheme())
          && origin.port() == other.port()
          && (subdomains
              ? other.host().endsWith("." + origin.host())
              : other.host().equals(origin.host()));
    }

    String asSource() {
      String host = (subdomains ? "*." : "") + origin.host();
      return "%s://%s:%d".formatted(origin.scheme(), host, origin.port());
    }
  }
}
