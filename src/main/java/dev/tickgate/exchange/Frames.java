package dev.tickgate.exchange;

/** Forwards the contents of a connection's frames. Confined to the connection's event loop. */
final class Frames implements Receiver {
  private final ExchangeConnection connection;
  private final CommandQueue commands;
  private final Updates updates;

  Frames(ExchangeConnection connection, CommandQueue commands, Updates updates) {
    this.connection = connection;
    this.commands = commands;
    this.updates = updates;
  }

  @Override
  public void quote(Quote quote) {
    updates.quote(connection, quote);
  }

  @Override
  public void frame(Subject subject, String payload, long sequence) {
    updates.frame(connection, subject, payload, sequence);
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
    updates.status(status);
  }

  @Override
  public void goingAway() {
    connection.goingAway();
  }

  @Override
  public void unknown() {
    updates.unknown();
  }
}
