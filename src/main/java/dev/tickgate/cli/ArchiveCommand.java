package dev.tickgate.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tickgate archive}: writes a class-data archive, with which a process starts faster. */
@Command(
    name = "archive",
    description = {
      "Writes a class-data archive, and prints the option of the JVM that uses it.",
      "A start with the archive takes less time. It belongs to this jar and this JVM: write it again",
      "after an update."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE,
    footer = {"", "Exit codes: 0 ok, 1 bad usage, 2 no archive, with the code of the reason."})
public final class ArchiveCommand implements Callable<Integer> {
  private final Invocation main;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The archive; default: tickgate.jsa beside the jar.")
  private Path file;

  public ArchiveCommand(Invocation main) {
    this.main = main;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      ClassArchive archive = ClassArchive.ofThisProcess();
      Path written = archive.write(Optional.ofNullable(file));
      main.out().println("Wrote " + written + ". Start with:");
      main.out().println(archive.start(written));
      return ExitCode.OK;
    } catch (ArchiveRefusal refusal) {
      main.err().println(refusal.getMessage());
      return ExitCode.FAILED;
    }
  }
}
