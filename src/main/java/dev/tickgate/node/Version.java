package dev.tickgate.node;

/** The version of this build. */
public final class Version {
  private Version() {}

  /** The version in the manifest of the jar; "dev" for classes that are not in a jar. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
