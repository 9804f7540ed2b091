package dev.tickgate.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT as a request, not as an end: a shutdown hook would run beside those of the
 * parts it still needs, such as the embedded database's, and the exit code would be 143.
 */
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final int KILLED_BY_SIGINT = 130;
  private static final Duration SAME_REQUEST = Duration.ofSeconds(1);

  private Signals() {}

  /**
   * Calls at the first of them, on a thread of its own; another one ends the process, if it comes
   * from somebody who lost patience, and is not the same one again by way of a parent process.
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

  // By reflection: javac warns of any mention of sun.misc, and the warning cannot be suppressed.
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
      // A JVM without them, or told by -Xrs to leave them alone: it stops at once, uncleanly.
      LOG.atWarn().addKeyValue("signal", name).addKeyValue("reason", e).log("node.signal_rejected");
    }
  }
}
