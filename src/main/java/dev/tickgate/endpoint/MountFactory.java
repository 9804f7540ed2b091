package dev.tickgate.endpoint;

/** Creates a mount of another package for one event loop of the gateway. */
@FunctionalInterface
public interface MountFactory {
  Mount create(MountParts parts);
}
