package dev.tickgate.gateway;

/**
 * Whom a gateway listens to.
 *
 * @param origins whose pages, besides its own
 * @param proxies who is believed what it says of others
 */
public record EdgeSettings(Origins origins, Proxies proxies) {}
