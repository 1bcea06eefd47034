package org.kalepool.stellar;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How transactions ended, for whoever has to know before it asks for another. */
public interface EndedTransactions {
  /** How often something failed or was refused, and when last. */
  @RegisterForReflection
  record Failures(long count, @Nullable Instant last) {}

  /** A farmer's that did not do what they were for. */
  Failures failures(UUID farmer, Action action);
}
