package dev.tickgate.transport;

import java.time.Duration;

/**
 * The limits of the messages of one connection.
 *
 * @param message the maximum bytes of one message, or of a body
 * @param pace the rate of frames on a WebSocket, and of the bytes of its messages
 * @param time the time that a message on a WebSocket may take, from its first byte to its last
 */
public record Inbound(int message, InboundRate.Allowance pace, Duration time) {}
