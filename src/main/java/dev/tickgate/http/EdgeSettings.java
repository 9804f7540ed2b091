package dev.tickgate.http;

import java.util.Optional;

/**
 * Whom a gateway listens to, and how.
 *
 * @param origins whose pages, besides its own
 * @param proxies who is believed what it says of others
 * @param proxyProtocol whether each connection begins with the address of its client
 * @param tls the certificate; empty: plain
 */
public record EdgeSettings(
    Origins origins, Proxies proxies, boolean proxyProtocol, Optional<PemFiles> tls) {}
