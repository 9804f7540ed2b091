package dev.tickgate.lead;

/** A write to the journal failed, and it is unknown whether it was committed. */
public final class WriteFailure extends RuntimeException {
  WriteFailure(Throwable cause) {
    super(cause);
  }
}
