package dev.tickgate.cli;

/** The exit codes of the command line. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int BAD_USAGE = 1;
  public static final int FAILED = 2;

  private ExitCode() {}
}
