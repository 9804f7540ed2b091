package dev.tickgate.lead;

/** The journal did not answer a write: whether it was done, only the database knows. */
public final class WriteFailure extends RuntimeException {
  WriteFailure(Throwable cause) {
    super(cause);
  }
}
