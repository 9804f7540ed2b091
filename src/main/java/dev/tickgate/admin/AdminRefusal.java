package dev.tickgate.admin;

/** A call of an operator that is answered with an error. */
final class AdminRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  AdminRefusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static AdminRefusal invalid(String message) {
    return new AdminRefusal(400, "INVALID_PARAMETER", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
