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

  JournalStatements(AccountRepository accounts, Reconciler reconciler) {
    this.accounts = accounts;
    this.reconciler = reconciler;
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
    return reconciler.all();
  }
}
