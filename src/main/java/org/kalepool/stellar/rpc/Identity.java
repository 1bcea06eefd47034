package org.kalepool.stellar.rpc;

import java.util.Optional;
import java.util.function.Supplier;

/** Tells whether a node serves the network that this pool's books are of. */
public interface Identity {
  /** Asks the node for a ledger's hash; empty if it does not know, or cannot tell. */
  interface LedgerHashes {
    Optional<String> of(long ledger);
  }

  /**
   * Looks whether the node is of the network that has been followed.
   *
   * @param health asks the node which ledgers it has
   * @throws NodeFailedException saying in one sentence why it is not believed
   */
  void check(Supplier<Rpc.GetHealthResponse> health, LedgerHashes hashes);

  /** Notes how far the network has been followed. */
  void followed(long ledger, long closeTime);
}
