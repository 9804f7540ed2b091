package dev.tickgate.endpoint;

import dev.tickgate.auth.Authenticator;
import dev.tickgate.http.Answers;
import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import dev.tickgate.transport.Inbound;
import io.vertx.core.Vertx;

/**
 * The parts of one event loop of the gateway that a mount may use.
 *
 * @param message the largest size of a message of a client, in bytes
 * @param inbound the limits of the messages of a client of a WebSocket
 * @param gates to which a mount with topics of its own adds a gate
 * @param commands to which a mount with commands of its own adds a handler
 * @param instruments runs before handlers of one symbol, after {@code identify}
 * @param identify runs before handlers that need the principal
 */
public record MountParts(
    Vertx vertx,
    Hub hub,
    int message,
    SockJsHomes homes,
    SessionAdmission admission,
    AuthenticationHandler identify,
    Authenticator authenticator,
    Inbound inbound,
    TopicGates gates,
    CommandHandlers commands,
    InstrumentHandler instruments,
    Answers answers) {}
