package dev.tickgate.auth;

import java.net.URI;
import java.util.Optional;

/**
 * Which signed tokens are believed.
 *
 * @param key the one key; empty where keys are published
 * @param published where, otherwise
 * @param pace how often what is published is read
 */
public record JwtSettings(
    Algorithm algorithm,
    Optional<KeySource> key,
    Optional<URI> published,
    Optional<String> issuer,
    Optional<String> audience,
    KeySet.Pace pace) {}
