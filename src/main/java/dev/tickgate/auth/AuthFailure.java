package dev.tickgate.auth;

import dev.tickgate.protocol.ErrorCode;
import java.util.Locale;

/** The refusal of a token. Only the code is for the client; the reason is for the operator. */
public final class AuthFailure extends Exception {
  private final Reason reason;

  AuthFailure(Reason reason) {
    // Without a stack trace: it is an answer, and a frequent one.
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** The reason of a refusal, in the order of the checks. */
  public enum Reason {
    MALFORMED(ErrorCode.UNAUTHORIZED),
    TOO_LONG(ErrorCode.UNAUTHORIZED),
    UNKNOWN_TOKEN(ErrorCode.UNAUTHORIZED),
    WRONG_ALGORITHM(ErrorCode.UNAUTHORIZED),
    UNKNOWN_KEY(ErrorCode.UNAUTHORIZED),
    WRONG_SIGNATURE(ErrorCode.UNAUTHORIZED),
    INCOMPLETE(ErrorCode.UNAUTHORIZED),
    RESERVED_SUBJECT(ErrorCode.UNAUTHORIZED),
    EXPIRED(ErrorCode.TOKEN_EXPIRED),
    NOT_YET_VALID(ErrorCode.UNAUTHORIZED),
    LIVES_TOO_LONG(ErrorCode.UNAUTHORIZED),
    WRONG_ISSUER(ErrorCode.UNAUTHORIZED),
    WRONG_AUDIENCE(ErrorCode.UNAUTHORIZED),
    REVOKED(ErrorCode.UNAUTHORIZED),
    UNAVAILABLE(ErrorCode.AUTH_UNAVAILABLE);

    private final ErrorCode code;

    Reason(ErrorCode code) {
      this.code = code;
    }

    /** The name in logs, metrics and documents. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Reason reason() {
    return reason;
  }

  /** The message for the client. */
  public ErrorCode code() {
    return reason.code;
  }

  /** Whether the token is genuine, but lacks its subject or its expiry. */
  public static boolean isIncomplete(Throwable failure) {
    return failure instanceof AuthFailure known && known.reason == Reason.INCOMPLETE;
  }

  /** The message for the client, for a failure of any kind. */
  public static ErrorCode codeOf(Throwable failure) {
    return failure instanceof AuthFailure known ? known.code() : ErrorCode.AUTH_UNAVAILABLE;
  }
}
