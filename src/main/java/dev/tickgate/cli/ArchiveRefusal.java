package dev.tickgate.cli;

/** The reason why no class-data archive can be written, with a code for scripts. */
final class ArchiveRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** The codes; {@code docs/errors.md} has the same ones. */
  enum Code {
    ARCHIVE_NOT_A_JAR,
    ARCHIVE_UNSUPPORTED_JVM,
    ARCHIVE_NOT_WRITABLE,
    ARCHIVE_FAILED
  }

  ArchiveRefusal(Code code, String message) {
    super(code + ": " + message);
  }
}
