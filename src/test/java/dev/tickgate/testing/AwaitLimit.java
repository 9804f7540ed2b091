package dev.tickgate.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every await of the tests the same limit: long enough for a machine that stands still for
 * seconds, since an await judges whether something happens. {@link Promptness} judges how soon.
 */
public final class AwaitLimit implements BeforeAllCallback {
  /** Of an await that has no limit of its own. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
