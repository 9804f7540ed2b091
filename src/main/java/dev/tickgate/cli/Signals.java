package dev.tickgate.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM and SIGINT as a request to stop. A shutdown hook would run concurrently with the
 * hooks of parts that the stop still needs, such as the embedded database, and the exit code would
 * be 143.
 */
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final int KILLED_BY_SIGINT = 130;
  private static final Duration SAME_REQUEST = Duration.ofSeconds(1);

  private Signals() {}

  /**
   * Calls the action at the first signal, on a thread of its own. A signal more than 1 s later ends
   * the process at once. An earlier one is ignored: a parent process may have forwarded the same
   * request.
   *
   * @param nanos a clock like {@code System::nanoTime}
   */
  public static void onStop(Runnable stop, LongSupplier nanos) {
    AtomicLong firstAsked = new AtomicLong();
    Runnable once =
        () -> {
          long now = nanos.getAsLong();
          if (firstAsked.compareAndSet(0, now)) {
            stop.run();
          } else if (now - firstAsked.get() > SAME_REQUEST.toNanos()) {
            Runtime.getRuntime().halt(KILLED_BY_SIGINT);
          }
        };
    handle("TERM", once);
    handle("INT", once);
  }

  // Uses reflection: javac warns of any mention of sun.misc, and the warning cannot be suppressed.
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      // The JVM has no such signals, or -Xrs reserves them: a signal ends the process at once,
      // without an orderly stop.
      LOG.atWarn().addKeyValue("signal", name).addKeyValue("reason", e).log("node.signal_rejected");
    }
  }
}
