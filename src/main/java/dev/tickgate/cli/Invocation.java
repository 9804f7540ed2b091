package dev.tickgate.cli;

import dev.tickgate.config.Config;
import java.io.PrintWriter;

/** The options of the command line that every command shares. */
public interface Invocation {
  /** Reads the configuration; prints the errors of a configuration that is rejected. */
  Config.Loading load();

  PrintWriter out();

  PrintWriter err();
}
