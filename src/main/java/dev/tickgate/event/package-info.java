/**
 * Business events: channels of records with a type. They are validated when they are published, and
 * sent to browsers as server-sent events, batched by type.
 */
package dev.tickgate.event;
