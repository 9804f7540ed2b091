package dev.tickgate;

/** Placeholder of the skeleton. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("tickgate");
  }
}
