package dev.tickgate.watchlist;

/**
 * Why a field of a body is refused.
 *
 * @param message for the author of the client
 */
record FieldError(String field, String message) {}
