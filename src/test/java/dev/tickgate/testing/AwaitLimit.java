package dev.tickgate.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every await of the tests the same limit. It is long enough for a machine that stalls for
 * seconds, because an await checks whether something happens; {@link Promptness} checks how soon.
 */
public final class AwaitLimit implements BeforeAllCallback {
  /** The limit of an await that sets none of its own. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
