package dev.tickgate.node;

import dev.tickgate.ops.FailureText;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes in one line why a process ends. An expected failure (a port in use, no database) keeps
 * its own message; any other failure is a bug, and is also logged with its stack trace.
 */
public final class FailureLine {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLine.class);

  private FailureLine() {}

  public static void print(Throwable failure, PrintWriter err) {
    err.println(FailureText.of(failure));
    if (!isRefusal(failure)) {
      LOG.atError().setCause(failure).log("node.failed");
    }
  }

  private static boolean isRefusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof PgException) {
        return true;
      }
    }
    return false;
  }
}
