package dev.tickgate.cli;

import dev.tickgate.feed.TableCheck.Finding;
import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.ops.FailureText;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The findings of a check, in their order. Confined to one event loop. */
final class CheckReport {
  private final List<Line> lines = new ArrayList<>();

  /**
   * One finding.
   *
   * @param subject a setting, or a feed
   */
  record Line(String subject, Finding finding) {
    boolean isError() {
      return finding.level() == Level.ERROR;
    }

    @Override
    public String toString() {
      return "%-7s  %s: %s"
          .formatted(finding.level().name().toLowerCase(Locale.ROOT), subject, finding.text());
    }
  }

  List<Line> lines() {
    return lines;
  }

  void add(String subject, Finding finding) {
    lines.add(new Line(subject, finding));
  }

  void add(String subject, Level level, String text) {
    add(subject, new Finding(level, text));
  }

  /** Runs a step whose failure is a finding and does not end the check. */
  Future<Void> guarded(String subject, Supplier<Future<Void>> step) {
    return step.get()
        .recover(
            failure -> {
              add(subject, Level.ERROR, FailureText.of(failure));
              return Future.succeededFuture();
            });
  }
}
