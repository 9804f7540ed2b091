package dev.tickgate.watchlist;

/**
 * The reason why a field of a body is invalid.
 *
 * @param message for the author of the client
 */
record FieldError(String field, String message) {}
