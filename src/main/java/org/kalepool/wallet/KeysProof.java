package org.kalepool.wallet;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Stops a start with a wrong key-encryption key, before anything is planted that nobody could sign
 * a harvest for, and before a new wallet is wrapped by a key that nobody meant.
 */
@Singleton
final class KeysProof {
  private final Custody custody;

  KeysProof(Custody custody) {
    this.custody = custody;
  }

  void start(@Observes @Priority(500) StartupEvent event) {
    custody.prove();
  }
}
