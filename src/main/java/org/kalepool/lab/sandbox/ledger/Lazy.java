package org.kalepool.lab.sandbox.ledger;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for. Guarded by the sandbox's lock. */
public final class Lazy<T> {
  private @Nullable Supplier<T> maker;
  private @Nullable T value;

  private Lazy(@Nullable Supplier<T> maker, @Nullable T value) {
    this.maker = maker;
    this.value = value;
  }

  public static <T> Lazy<T> of(T value) {
    return new Lazy<>(null, value);
  }

  public static <T> Lazy<T> by(Supplier<T> maker) {
    return new Lazy<>(maker, null);
  }

  public T get() {
    T known = value;
    if (known != null) {
      return known;
    }
    Supplier<T> make = maker;
    if (make == null) {
      throw new IllegalStateException("a lazy value has a maker or a value");
    }
    T made = make.get();
    value = made;
    // what it was made of may be large
    maker = null;
    return made;
  }
}
