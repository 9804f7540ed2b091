package dev.tickgate.chaos;

import java.util.List;

/** All on one address: nothing can be cut. */
record Loopback(int databasePort) implements Network {
  @Override
  public String host(int member) {
    return "127.0.0.1";
  }

  @Override
  public List<String> prefix(int member) {
    return List.of();
  }

  @Override
  public String database() {
    return "127.0.0.1:" + databasePort;
  }

  @Override
  public void cut(int one, int other, boolean apart) {
    throw new UnsupportedOperationException("the loopback interface is one");
  }

  @Override
  public void slow(int member, boolean slow) {
    throw new UnsupportedOperationException("the loopback interface is one");
  }

  @Override
  public void cutFromDatabase(int member, boolean apart) {
    throw new UnsupportedOperationException("the loopback interface is one");
  }

  @Override
  public void close() {
    // Nothing was made.
  }
}
