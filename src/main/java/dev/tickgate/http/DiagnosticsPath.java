package dev.tickgate.http;

/** The path of the mounts for conformance suites, which are exempt from the rules for pages. */
public final class DiagnosticsPath {
  /** Every mount of the diagnostics is below it, and nothing else is. */
  public static final String PREFIX = "/diag/";

  private DiagnosticsPath() {}
}
