package dev.tickgate.cli;

/**
 * A machine for one process of the product, or for the database.
 *
 * @param mib the memory of the process, in MiB
 * @param mbit the network, in Mbit/s
 * @param share of the processor and the network that the load may take: the rest is for peaks
 */
record CapacityMachine(double cores, double mib, double mbit, double share) {}
