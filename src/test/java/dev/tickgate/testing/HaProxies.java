package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Finds, checks and starts HAProxy for the tests: an installed one, else the package of Debian. */
public final class HaProxies {
  static final String VARIABLE = "TICKGATE_TEST_HAPROXY";
  private static final String ADVICE =
      "No HAProxy for the load balancer tests: install it (Debian: apt-get install haproxy; macOS:"
          + " brew install haproxy), or name its program in "
          + VARIABLE
          + ".";

  private HaProxies() {}

  /** Returns the program of HAProxy; installs it where it is missing and may be installed. */
  public static Path executable() {
    return Programs.first(
        ADVICE,
        List.of(
            () -> Programs.named(VARIABLE, System.getenv(VARIABLE)),
            () -> Programs.installed("haproxy", "/opt/homebrew/sbin/haproxy"),
            () -> Programs.debian("haproxy", "haproxy")));
  }

  /** Starts HAProxy on a free port with a configuration file, and returns when it listens. */
  public static HaProxy start(Path configuration, Map<String, String> environment) {
    return HaProxy.start(executable(), configuration, environment);
  }

  /**
   * Checks a configuration file with HAProxy.
   *
   * @throws AssertionError with the output of HAProxy, where it reports an error or a warning
   */
  public static void check(Path configuration, Map<String, String> environment) {
    // -dW: a warning is also an error.
    List<String> command =
        List.of(executable().toString(), "-c", "-dW", "-f", configuration.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try (ChildProcess process = ChildProcess.start(builder)) {
      if (process.awaitExit(Duration.ofSeconds(30)) != 0) {
        throw new AssertionError(configuration + " is not valid:\n" + process.tail());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
