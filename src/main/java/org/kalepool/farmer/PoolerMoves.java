package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.web.Audit;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Takes a farmer from one pooler to another, by the terms that this one has then: what is not
 * planted yet is the new one's. What was planted, or asked for, stays with the former one, who
 * answers for it and gets its share of it at the exit.
 */
@Singleton
final class PoolerMoves {
  private final StoredFarmers farmers;
  private final Poolers poolers;
  private final FarmerTerms terms;
  private final Admission admission;
  private final FarmerChanges changes;
  private final Audit audit;

  PoolerMoves(
      StoredFarmers farmers,
      Poolers poolers,
      FarmerTerms terms,
      Admission admission,
      FarmerChanges changes,
      Audit audit) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.terms = terms;
    this.admission = admission;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Moves a farmer; to where it is already changes nothing.
   *
   * @throws ProblemException if it is refused; nothing was changed then
   */
  void move(UUID farmer, UUID pooler, String by) {
    QuarkusTransaction.requiringNew().run(() -> moveLocked(farmer, pooler, by));
  }

  /** The lock has a plant that is being asked for come wholly before or after. */
  private void moveLocked(UUID id, UUID pooler, String by) {
    refuse(
        farmers
            .lock(id)
            .orElseThrow(
                () ->
                    new ProblemException(ProblemKind.REGISTRATION_LAPSED, "No XLM came in time.")));
    Farmer farmer = farmers.find(id).orElseThrow();
    audit.noteIfOperators(
        by, new Audit.Command("change-farmers-pooler", id.toString(), pooler.toString()));
    if (farmer.pooler().equals(pooler)) {
      return;
    }
    if (farmer.hasVault()) {
      throw new ProblemException(
          ProblemKind.VAULT_POOLER,
          "The vault's terms, which never change, are with that one; join anew to go elsewhere.");
    }
    Pooler next =
        poolers
            .find(pooler)
            .filter(Pooler::active)
            .orElseThrow(() -> ProblemException.invalid("pooler_id", "names no active pooler"));
    if (next.wallet().equals(farmer.payout())) {
      throw ProblemException.invalid("pooler_id", "has the farmer's payout wallet as its own");
    }
    changes.check(id, by);
    if (!admission.hasRoom(pooler)) {
      throw new ProblemException(
          ProblemKind.POOLER_FULL, "Choose another pooler, or come back when somebody has left.");
    }
    terms.join(id, next, by, "came from pooler " + farmer.pooler());
  }

  private static void refuse(FarmerState state) {
    switch (state) {
      case REGISTERED, FUNDED, ACTIVE -> {}
      case LEAVING ->
          throw new ProblemException(
              ProblemKind.CONFLICT, "The farmer leaves; withdraw the exit first.");
      case SUSPENDED ->
          throw new ProblemException(
              ProblemKind.FARMER_SUSPENDED, "An operator has to look at it first.");
      case DEPARTED ->
          throw new ProblemException(
              ProblemKind.FARMER_DEPARTED, "There is nothing left to be planted.");
    }
  }
}
