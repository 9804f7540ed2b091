/**
 * Publishing by clients and services: requests are checked by {@link
 * dev.tickgate.publish.Publisher} on any node, committed by the leader of the topic's feed, where
 * {@link dev.tickgate.publish.PublishRequests} is a source.
 */
package dev.tickgate.publish;
