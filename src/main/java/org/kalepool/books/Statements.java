package org.kalepool.books;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the books have to say to people: statements, and whether they agree with the chain. */
public interface Statements {
  /** Empty if there is no such farmer. */
  Optional<Statement> of(UUID farmer);

  /** In the order of registration. */
  List<Statement> all();

  /**
   * Compares every farmer's books with the chain now; surplus is booked as a deposit, anything else
   * raises {@link DiscrepancyFound}.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  ReconciliationResult reconcileAll();
}
