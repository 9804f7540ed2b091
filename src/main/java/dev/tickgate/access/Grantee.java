package dev.tickgate.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The principals to which a rule grants a right. */
public sealed interface Grantee {
  boolean includes(Principal principal);

  record Nobody() implements Grantee {
    @Override
    public boolean includes(Principal principal) {
      return false;
    }
  }

  record Anybody() implements Grantee {
    @Override
    public boolean includes(Principal principal) {
      return true;
    }
  }

  /** Every authenticated principal. */
  record Authenticated() implements Grantee {
    @Override
    public boolean includes(Principal principal) {
      return principal.isKnown();
    }
  }

  /** Principals whose claim has that value. */
  record Claiming(String claim, String value) implements Grantee {
    @Override
    public boolean includes(Principal principal) {
      return principal.isKnown() && principal.has(claim, value);
    }
  }

  /** {@code nobody}, {@code anybody}, {@code authenticated}, or a claim: {@code role=admin}. */
  static Optional<Grantee> parse(String text) {
    Matcher claim = Pattern.compile("([A-Za-z0-9_:.-]+)=(\\S+)").matcher(text);
    return switch (text) {
      case "nobody" -> Optional.of(new Nobody());
      case "anybody" -> Optional.of(new Anybody());
      case "authenticated" -> Optional.of(new Authenticated());
      default ->
          claim.matches()
              ? Optional.of(new Claiming(claim.group(1), claim.group(2)))
              : Optional.empty();
    };
  }
}
