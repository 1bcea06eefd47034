package org.kalepool.price;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.kalepool.kale.Price;

/** A price as a source gave it. */
@RegisterForReflection
record Sample(Instant at, long units, String source) {
  Price price() {
    return Price.ofUnits(units);
  }
}
