package dev.tickgate.gateway;

import dev.tickgate.transport.InboundRate;

/**
 * What a client may send on one connection.
 *
 * @param message bytes of one message, or of a body
 * @param pace of frames on a WebSocket
 */
record Inbound(int message, InboundRate.Allowance pace) {}
