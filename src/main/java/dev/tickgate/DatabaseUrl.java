package dev.tickgate;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL database is and who asks it; never shows its password.
 *
 * @param uri {@code postgresql://user:password@host:port/database}
 */
public record DatabaseUrl(String uri) {
  // The driver has defaults for what is missing, and they are nobody's: user "user", database "db".
  private static final Pattern COMPLETE =
      Pattern.compile("postgres(ql)?://[^@/?]+@[^@/?]+/[^@/?]+(\\?.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PASSWORD =
      Pattern.compile("(?<=://)([^:@/]*):[^@]*(?=@)|(?<=[?&]password=)[^&]*");

  public DatabaseUrl {
    if (!COMPLETE.matcher(uri).matches()) {
      throw new IllegalArgumentException("no user, host or database");
    }
    PgConnectOptions.fromUri(uri);
  }

  static Optional<DatabaseUrl> parse(String text) {
    try {
      return Optional.of(new DatabaseUrl(text));
    } catch (RuntimeException e) {
      // Its message quotes the whole text, password and all.
      return Optional.empty();
    }
  }

  /** What the driver needs to connect. */
  public PgConnectOptions connectOptions() {
    return PgConnectOptions.fromUri(uri);
  }

  /** The text without what a password may hide in. */
  static String masked(String uri) {
    return PASSWORD.matcher(uri).replaceAll(found -> found.group(1) == null ? "***" : "$1:***");
  }

  @Override
  public String toString() {
    return masked(uri);
  }
}
