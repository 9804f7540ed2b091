package dev.tickgate.transport;

import java.time.Duration;

/**
 * The limits of the messages of one connection.
 *
 * @param message bytes of one message, or of a body
 * @param pace of frames on a WebSocket, and of its messages' bytes
 * @param time a message on a WebSocket may take, from its first byte to its last
 */
public record Inbound(int message, InboundRate.Allowance pace, Duration time) {}
