package org.kalepool.farmer;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.Paging;

/** What the stages have written down of a farmer, archived blocks included, for it to see. */
@Singleton
class FarmerDeeds {
  private final EntityManager entities;

  FarmerDeeds(EntityManager entities) {
    this.entities = entities;
  }

  List<FarmerHistory.Planting> plantings(UUID farmer, Paging paging) {
    return newest("FarmerDeeds.plantings", FarmerHistory.Planting.class, farmer, paging);
  }

  List<FarmerHistory.Work> works(UUID farmer, Paging paging) {
    return newest("FarmerDeeds.works", FarmerHistory.Work.class, farmer, paging);
  }

  List<FarmerHistory.Harvest> harvests(UUID farmer, Paging paging) {
    return newest("FarmerDeeds.harvests", FarmerHistory.Harvest.class, farmer, paging);
  }

  private <T> List<T> newest(String query, Class<T> type, UUID farmer, Paging paging) {
    return entities
        .createNamedQuery(query, type)
        .setParameter("farmer", farmer)
        .setParameter("before", paging.before())
        .setParameter("rows", paging.rows())
        .getResultList();
  }

  /** Pails that are planted and not settled, in the order of their blocks. */
  List<FarmerAnswer.OpenPail> openPails(UUID farmer) {
    return entities
        .createNamedQuery("FarmerDeeds.openPails", FarmerAnswer.OpenPail.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }

  /** How the farmer was paid out; empty if it was not. */
  Optional<FarmerAnswer.Payout> payout(UUID farmer) {
    return Optional.ofNullable(
            entities
                .createQuery(
                    "select p.earned, p.poolerShare, p.owed, p.toPooler, p.fromPooler, p.toFarmer,"
                        + " p.xlmToFarmer, p.claimable, p.claimReserve, p.advance,"
                        + " p.transactionHash, p.at from FarmerPayoutView p"
                        + " where p.farmerId = :farmer",
                    PayoutRow.class)
                .setParameter("farmer", farmer)
                .getSingleResultOrNull())
        .map(row -> row.payout(parts(farmer)));
  }

  private List<PayoutRow.Part> parts(UUID farmer) {
    return entities
        .createQuery(
            "select p.poolerId, p.earned, p.poolerShare, p.owed, p.toPooler, p.fromPooler,"
                + " p.withheld - p.late, p.debt, p.debtXlm, p.obstacle, p.debtClaimable,"
                + " p.debtHash, p.paidAt from FarmerPayoutPartView p where p.farmerId = :farmer"
                + " order by p.earned desc, p.poolerId",
            PayoutRow.Part.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }
}
