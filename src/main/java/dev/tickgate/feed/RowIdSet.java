package dev.tickgate.feed;

import java.util.HashMap;
import java.util.Map;

/**
 * A set of rows by their identities. A look-back window can hold hundreds of thousands: a key takes
 * 16 to 32 bytes, a key with a symbol 24 to 48, and each symbol is stored once. Not thread-safe.
 */
final class RowIdSet {
  private static final int SMALLEST = 64;

  // Rows without a symbol.
  private final LongSet keys = new LongSet();
  private final Map<String, String> symbols = new HashMap<>();
  // Rows with a symbol, by open addressing; null marks an empty slot.
  private long[] slotKeys = new long[SMALLEST];
  private String[] slotSymbols = new String[SMALLEST];
  private int used;

  /** Adds a row; returns whether it is new. */
  boolean add(RowId id) {
    if (id.symbol().isEmpty()) {
      return keys.add(id.key());
    }
    int slot = slotOf(id.key(), id.symbol());
    if (slotSymbols[slot] != null) {
      return false;
    }
    slotKeys[slot] = id.key();
    slotSymbols[slot] = symbols.computeIfAbsent(id.symbol(), symbol -> symbol);
    if (++used * 2 > slotKeys.length) {
      grow();
    }
    return true;
  }

  boolean contains(RowId id) {
    return id.symbol().isEmpty()
        ? keys.contains(id.key())
        : slotSymbols[slotOf(id.key(), id.symbol())] != null;
  }

  int size() {
    return keys.size() + used;
  }

  private int slotOf(long key, String symbol) {
    int mask = slotKeys.length - 1;
    long hash = (key * 31 + symbol.hashCode()) * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & mask;
    while (slotSymbols[slot] != null
        && (slotKeys[slot] != key || !slotSymbols[slot].equals(symbol))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = slotKeys;
    String[] oldSymbols = slotSymbols;
    slotKeys = new long[oldKeys.length * 2];
    slotSymbols = new String[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldSymbols[i] != null) {
        int slot = slotOf(oldKeys[i], oldSymbols[i]);
        slotKeys[slot] = oldKeys[i];
        slotSymbols[slot] = oldSymbols[i];
      }
    }
  }
}
