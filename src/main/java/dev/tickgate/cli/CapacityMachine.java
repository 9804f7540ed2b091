package dev.tickgate.cli;

/**
 * A machine for one process of the product, or for the database.
 *
 * @param mib of memory for the process
 * @param mbit of its network, a second
 * @param share of the processor and the network that the load may take: the rest is for peaks
 */
record CapacityMachine(double cores, double mib, double mbit, double share) {}
