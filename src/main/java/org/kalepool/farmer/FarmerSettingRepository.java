package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code farmer_settings}. */
@Singleton
class FarmerSettingRepository implements PanacheRepositoryBase<FarmerSettingEntity, Long> {
  /** How often a farmer has changed its mind, and when first. */
  @RegisterForReflection
  record Made(long count, @Nullable Instant oldest) {}

  /** The farmer's own changes since then, of settings, of its pooler and of state. */
  Made changes(UUID farmer, Instant since) {
    return getEntityManager()
        .createNamedQuery("FarmerSetting.changes", Made.class)
        .setParameter("farmer", farmer)
        .setParameter("since", since)
        .getSingleResult();
  }

  /** In which blocks the farmer wants to be planted, as it stands. */
  FarmWhen farmWhen(UUID farmer) {
    return find("farmerId = ?1 order by id desc", farmer)
        .page(0, 1)
        .firstResultOptional()
        .map(row -> row.farmWhen)
        .orElse(FarmWhen.WHEN_IT_PAYS_ME);
  }

  /** The settings under which a lapsed registration was made. */
  void revive(UUID farmer, Instant now) {
    getEntityManager()
        .createQuery(
            "insert into FarmerSettingEntity (farmerId, stakePercentage, harvestInterval, farmWhen,"
                + " byWhom, at) select l.id, l.stakePercentage, l.harvestInterval, :when,"
                + " 'farmer', :now"
                + " from LapsedRegistrationEntity l where l.id = :farmer")
        .setParameter("farmer", farmer)
        .setParameter("when", FarmWhen.WHEN_IT_PAYS_ME)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Of a registration that lapses. */
  void remove(UUID farmer) {
    delete("farmerId", farmer);
  }
}
