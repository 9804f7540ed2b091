package dev.tickgate.exchange;

/** Passes the contents of a connection's frames on. Confined to the connection's event loop. */
final class Frames implements Receiver {
  private final ExchangeConnection connection;
  private final CommandQueue commands;
  private final ConnectionListener listener;

  Frames(ExchangeConnection connection, CommandQueue commands, ConnectionListener listener) {
    this.connection = connection;
    this.commands = commands;
    this.listener = listener;
  }

  @Override
  public void quote(Quote quote) {
    listener.quote(connection, quote);
  }

  @Override
  public void frame(Subject subject, String payload, long sequence) {
    listener.frame(connection, subject, payload, sequence);
  }

  @Override
  public void accepted(Subject subject) {
    commands.accepted(subject);
  }

  @Override
  public void refused(Refusal refusal) {
    commands.refused(refusal);
  }

  @Override
  public void status(MarketStatus status) {
    listener.status(status);
  }

  @Override
  public void goingAway() {
    connection.goingAway();
  }

  @Override
  public void unknown() {
    listener.unknown();
  }
}
