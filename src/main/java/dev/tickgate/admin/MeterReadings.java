package dev.tickgate.admin;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/** Values of meters, by their name. Any thread may read them. */
record MeterReadings(MeterRegistry registry) {
  /** Returns the sum of the meters of that name; 0 where there is none. */
  double value(String name) {
    return registry.find(name).meters().stream().mapToDouble(MeterReadings::value).sum();
  }

  /** Returns the value of each meter of that name, by a tag. */
  Map<String, Double> by(String name, String tag) {
    Map<String, Double> values = new TreeMap<>();
    registry
        .find(name)
        .meters()
        .forEach(meter -> values.merge(meter.getId().getTag(tag), value(meter), Double::sum));
    return values;
  }

  private static double value(Meter meter) {
    for (Measurement measurement : meter.measure()) {
      return measurement.getValue();
    }
    return 0;
  }
}
