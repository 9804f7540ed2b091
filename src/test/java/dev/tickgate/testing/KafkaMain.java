package dev.tickgate.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Formats the folder of a broker where it is new, and runs the broker. */
final class KafkaMain {
  private KafkaMain() {}

  /** The arguments are the file with the properties, and the folder. */
  public static void main(String[] arguments) {
    String file = arguments[0];
    if (Files.notExists(Path.of(arguments[1]).resolve("meta.properties"))) {
      String[] format = {
        "format", "--standalone", "--cluster-id", "dGlja2dhdGUtdGVzdHMtMQ", "--config", file
      };
      StorageTool.execute(format, System.out);
    }
    Kafka.main(new String[] {file});
  }
}
