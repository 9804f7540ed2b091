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
 * @param message bytes that one message of a client may have
 * @param inbound the limits of the messages of a client of a WebSocket
 * @param gates take those of mounts with topics of their own
 * @param commands take those of mounts with commands of their own
 * @param instruments goes before handlers of one symbol, behind {@code identify}
 * @param identify goes before handlers that ask for the principal
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
