/**
 * The Java client for publishers, {@link dev.tickgate.client.PublisherClient}. It uses only the
 * JDK; the build packs it as {@code tickgate-client.jar}.
 */
package dev.tickgate.client;
