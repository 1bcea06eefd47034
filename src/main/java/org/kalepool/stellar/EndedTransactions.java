package org.kalepool.stellar;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How transactions ended, for whoever has to know before it asks for another. */
@Singleton
public class EndedTransactions {
  private final TransactionRepository store;

  EndedTransactions(TransactionRepository store) {
    this.store = store;
  }

  /** How often something failed or was refused, and when last. */
  @RegisterForReflection
  public record Failures(long count, @Nullable Instant last) {}

  /** A farmer's that did not do what they were for. */
  public Failures failures(UUID farmer, Action action) {
    return store.failures(farmer, action);
  }
}
