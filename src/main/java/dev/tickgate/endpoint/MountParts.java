package dev.tickgate.endpoint;

import dev.tickgate.http.SessionAdmission;
import dev.tickgate.hub.Hub;
import io.vertx.core.Vertx;

/**
 * The parts of one event loop of the gateway that a mount may use.
 *
 * @param message bytes that one message of a client may have
 * @param identify goes before handlers that ask for the principal
 */
public record MountParts(
    Vertx vertx,
    Hub hub,
    int message,
    SockJsHomes homes,
    SessionAdmission admission,
    AuthenticationHandler identify) {}
