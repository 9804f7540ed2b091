/**
 * Messages between nodes: publications by topic, and the questions that a gateway asks a feed's
 * leader. The only package besides {@code cluster} that calls {@code eventBus()}.
 */
package dev.tickgate.bus;
