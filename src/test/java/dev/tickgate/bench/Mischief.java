package dev.tickgate.bench;

import java.util.List;

/** A fault of a server with the publications of a topic, which the load generator must find. */
enum Mischief {
  NONE {
    @Override
    List<String> pass(String line) {
      return List.of(line);
    }
  },
  DROPS {
    @Override
    List<String> pass(String line) {
      return isVictim(line) ? List.of() : List.of(line);
    }
  },
  REPEATS {
    @Override
    List<String> pass(String line) {
      return isVictim(line) ? List.of(line, line) : List.of(line);
    }
  },
  SWAPS {
    @Override
    List<String> pass(String line) {
      if (isVictim(line)) {
        return List.of(renumbered(line, +1), line);
      }
      return isVictim(renumbered(line, -1)) ? List.of() : List.of(line);
    }
  };

  /** The lines that the server sends in place of this one. */
  abstract List<String> pass(String line);

  /** Every hundredth. */
  private static boolean isVictim(String line) {
    return seq(line) % 100 == 50;
  }

  private static String renumbered(String line, int difference) {
    return line.replace("\"seq\":" + seq(line), "\"seq\":" + (seq(line) + difference));
  }

  private static long seq(String line) {
    String from = line.substring(line.indexOf("\"seq\":") + "\"seq\":".length());
    return Long.parseLong(from.substring(0, from.indexOf(',')));
  }
}
