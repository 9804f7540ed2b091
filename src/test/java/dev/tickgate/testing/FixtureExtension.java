package dev.tickgate.testing;

import io.vertx.core.Future;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Closes the fields that are marked by {@link Fixture}, after the methods of the test class. */
final class FixtureExtension implements AfterEachCallback, AfterAllCallback {
  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    // In nested classes the fields of the inner class use those of the outer class: they close
    // first.
    List<Object> instances = new ArrayList<>(context.getRequiredTestInstances().getAllInstances());
    Collections.reverse(instances);
    List<Object> values = new ArrayList<>();
    for (Object instance : instances) {
      values.addAll(values(instance.getClass(), instance));
    }
    closeAll(values);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    closeAll(values(context.getRequiredTestClass(), null));
  }

  /**
   * Returns the values in the order in which they close: the fields of a class use those of its
   * superclass.
   */
  private static List<Object> values(Class<?> type, Object instance) throws IllegalAccessException {
    List<Object> values = new ArrayList<>();
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      List<Field> fields = new ArrayList<>(List.of(one.getDeclaredFields()));
      Collections.reverse(fields);
      for (Field field : fields) {
        if (isFixture(field, instance)) {
          field.setAccessible(true);
          Optional.ofNullable(field.get(instance)).ifPresent(values::add);
        }
      }
    }
    return values;
  }

  private static boolean isFixture(Field field, Object instance) {
    return field.isAnnotationPresent(Fixture.class)
        && Modifier.isStatic(field.getModifiers()) == (instance == null);
  }

  private static void closeAll(List<?> values) throws Exception {
    Exception failure = null;
    for (Object value : values) {
      try {
        close(value);
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void close(Object value) throws Exception {
    if (value instanceof Map<?, ?> named) {
      closeAll(List.copyOf(named.values()));
    } else if (value instanceof Collection<?> several) {
      List<Object> elements = new ArrayList<>(several);
      Collections.reverse(elements);
      closeAll(elements);
    } else if (value instanceof AutoCloseable one) {
      one.close();
    } else if (value instanceof Process process) {
      process.destroyForcibly();
    } else if (value instanceof ExecutorService threads) {
      threads.shutdownNow();
    } else {
      closeAsynchronously(value);
    }
  }

  /** Closes a part of Vert.x or of the product whose {@code close()} returns a future. */
  private static void closeAsynchronously(Object value) throws Exception {
    Method close = value.getClass().getMethod("close");
    close.setAccessible(true);
    ((Future<?>) close.invoke(value)).await(60, TimeUnit.SECONDS);
  }
}
