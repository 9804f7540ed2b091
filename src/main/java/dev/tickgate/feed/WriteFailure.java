package dev.tickgate.feed;

/** The journal did not answer a write: whether it was done, only the database knows. */
final class WriteFailure extends RuntimeException {
  WriteFailure(Throwable cause) {
    super(cause);
  }
}
