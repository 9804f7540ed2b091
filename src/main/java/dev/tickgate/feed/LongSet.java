package dev.tickgate.feed;

import java.util.Arrays;

/**
 * A set of unboxed longs, because a look-back window can hold hundreds of thousands of keys. Not
 * thread-safe.
 */
final class LongSet {
  private static final int SMALLEST = 64;

  // Open addressing; 0 marks an empty slot, the key 0 itself is stored separately.
  private long[] slots = new long[SMALLEST];
  private boolean hasZero;
  private int used;

  /** Adds a value; returns whether it is new. */
  boolean add(long value) {
    if (value == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    int slot = slotOf(value);
    if (slots[slot] == value) {
      return false;
    }
    slots[slot] = value;
    if (++used * 2 > slots.length) {
      grow();
    }
    return true;
  }

  boolean contains(long value) {
    return value == 0 ? hasZero : slots[slotOf(value)] == value;
  }

  int size() {
    return used + (hasZero ? 1 : 0);
  }

  private int slotOf(long value) {
    int mask = slots.length - 1;
    int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    Arrays.stream(old).filter(value -> value != 0).forEach(value -> slots[slotOf(value)] = value);
  }
}
