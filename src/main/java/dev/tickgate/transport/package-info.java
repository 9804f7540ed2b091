/**
 * Writing to one client: raw WebSocket, SockJS. Transports only write; whoever accepts the
 * connection reads. The only package that reaches below Vert.x to the Netty channel.
 */
package dev.tickgate.transport;
