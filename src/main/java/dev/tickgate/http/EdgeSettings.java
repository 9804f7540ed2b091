package dev.tickgate.http;

import java.util.Optional;

/**
 * The settings of a gateway's listener.
 *
 * @param origins the origins of pages that may connect, besides its own
 * @param proxies the proxies whose headers name the client
 * @param proxyProtocol whether each connection begins with the address of its client
 * @param tls the certificate; empty for connections without TLS
 */
public record EdgeSettings(
    Origins origins, Proxies proxies, boolean proxyProtocol, Optional<PemFiles> tls) {}
