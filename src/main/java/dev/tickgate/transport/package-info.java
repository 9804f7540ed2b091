/**
 * Writing to one client: raw WebSocket, SockJS. Transports only write; the endpoint that accepts
 * the connection reads. Frames are written below Vert.x, to the Netty channel.
 */
package dev.tickgate.transport;
