/**
 * The proof of "nothing lost, nothing twice": real processes, faults by a seeded schedule,
 * concurrent writers and resuming clients, and a checker of what each client was sent.
 */
package dev.tickgate.chaos;
