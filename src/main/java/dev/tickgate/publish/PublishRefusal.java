package dev.tickgate.publish;

import dev.tickgate.protocol.ErrorCode;

/** Why nothing was published. */
public final class PublishRefusal extends RuntimeException {
  private final ErrorCode code;

  public PublishRefusal(ErrorCode code) {
    super(code.name() + ": " + code.sentence(), null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
