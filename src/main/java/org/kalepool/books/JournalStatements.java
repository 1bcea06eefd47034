package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements derived from the journal. */
@ApplicationScoped
class JournalStatements implements Statements {
  private final AccountRepository accounts;
  private final Reconciler reconciler;
  private final VaultBonds bonds;

  JournalStatements(AccountRepository accounts, Reconciler reconciler, VaultBonds bonds) {
    this.accounts = accounts;
    this.reconciler = reconciler;
    this.bonds = bonds;
  }

  @Override
  public Optional<Statement> of(UUID farmer) {
    return accounts.statement(farmer);
  }

  @Override
  public List<Statement> all() {
    return accounts.statements();
  }

  @Override
  public ReconciliationResult reconcileAll() {
    ReconciliationResult farmers = reconciler.all();
    long bond = Math.abs(bonds.compare().orElse(0));
    return new ReconciliationResult(
        farmers.reconciled() && bond == 0,
        Math.addExact(farmers.differenceStroops(), bond),
        farmers.farmers(),
        farmers.pending());
  }
}
