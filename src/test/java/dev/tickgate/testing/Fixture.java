package dev.tickgate.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a field of a test class whose value is closed when its tests end.
 *
 * <p>A static field is shared by the tests of its class and closed after the last of them; any
 * other field is created for each test and closed after it. Fields are closed in the reverse order
 * of their declaration, so that a field is declared below those that it uses:
 *
 * <pre>{@code
 * @Fixture private static final Vertx vertx = Vertx.vertx();
 * @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
 * @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
 * }</pre>
 *
 * <p>A field without a value is skipped. A collection is closed from its last element to its first,
 * a map by its values.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FixtureExtension.class)
public @interface Fixture {}
