package dev.tickgate.http;

import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.InboundRate;
import java.time.Duration;

/**
 * The limits of the clients of a process.
 *
 * @param connections at once; 0: any number
 * @param connectionsPerAddress of one client address; 0: any number
 * @param connectsPerSecond new connections; 0: any number
 * @param connectsPerSecondPerAddress of one client address; 0: any number
 * @param requestsPerSecond HTTP requests, and one more for each 16 KiB of an answer; 0: any number
 * @param requestsPerSecondPerAddress the same of one client address; 0: any number
 * @param unreadAnswers bytes of answers that clients have not read yet
 * @param message bytes of one message, or of a body
 * @param commandsPerSecond of one session, and frames of one connection, each 4 KiB of a message as
 *     one; 0: any number
 * @param commandBurst commands that a session may send at once after a pause
 * @param request the time in which a request, and a message on a WebSocket, must be complete
 * @param idle the time that a connection may stay without a request
 */
public record Limits(
    int connections,
    int connectionsPerAddress,
    int connectsPerSecond,
    int connectsPerSecondPerAddress,
    int requestsPerSecond,
    int requestsPerSecondPerAddress,
    long unreadAnswers,
    int message,
    int commandsPerSecond,
    int commandBurst,
    Duration request,
    Duration idle) {

  /** The limits of input on one connection. */
  public Inbound inbound() {
    return new Inbound(message, pace(), request);
  }

  /** The rate at which one client may send. */
  public InboundRate.Allowance pace() {
    return InboundRate.Allowance.of(commandsPerSecond, commandBurst);
  }

  /** Returns the same limits without bounds on connections, requests and commands. */
  public Limits unbounded() {
    return new Limits(0, 0, 0, 0, 0, 0, unreadAnswers, message, 0, commandBurst, request, idle);
  }
}
