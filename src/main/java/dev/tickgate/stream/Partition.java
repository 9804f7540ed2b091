package dev.tickgate.stream;

/**
 * One of several partitions of numbered topics. A topic is in the partition whose number is the
 * remainder of the topic's number, the last part of its name, by the count. Topics without a number
 * are in partition 0.
 *
 * @param number from 0
 * @param count the number of partitions
 */
public record Partition(int number, int count) {
  /** All topics. */
  public static final Partition WHOLE = new Partition(0, 1);

  public Partition {
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException("no partition %d of %d".formatted(number, count));
    }
  }

  public boolean has(Topic topic) {
    return count == 1 || remainder(topic.name()) == number;
  }

  // Digit by digit, so that the number may have any length.
  private int remainder(String name) {
    long remainder = 0;
    for (int i = name.lastIndexOf('.') + 1; i < name.length(); i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      remainder = (remainder * 10 + digit) % count;
    }
    return (int) remainder;
  }
}
