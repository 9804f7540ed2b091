package dev.tickgate.auth;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of signed tokens.
 *
 * @param key the only key; empty if keys are published
 * @param published the location of published keys; empty with a single key
 * @param pace how often published keys are read
 */
public record JwtSettings(
    Algorithm algorithm,
    Optional<KeySource> key,
    Optional<URI> published,
    Optional<String> issuer,
    Optional<String> audience,
    KeySet.Pace pace) {}
