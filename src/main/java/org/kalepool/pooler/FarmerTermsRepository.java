package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.pooler.FarmerTerms.Terms;

/** The table {@code farmer_terms}; a farmer's first row is a trigger's on {@code farmers}. */
@Singleton
class FarmerTermsRepository implements PanacheRepositoryBase<FarmerTermsEntity, Long> {
  /** Of the farmer's time with the pooler that it is with. */
  private TypedQuery<Terms> terms(UUID farmer, Instant moment, String and) {
    return getEntityManager()
        .createQuery(
            "select t.poolerId, t.shareBasisPoints, t.validFrom, t.announcedAt, t.byWhom, t.why"
                + " from FarmerTermsEntity t where t.farmerId = :farmer and t.id >="
                + " coalesce((select max(j.id) from FarmerTermsEntity j where j.farmerId = :farmer"
                + " and j.joins), 0) "
                + and,
            Terms.class)
        .setParameter("farmer", farmer)
        .setParameter("moment", moment);
  }

  /** In force then; the first if none is. */
  Optional<Terms> at(UUID farmer, Instant moment) {
    return Optional.ofNullable(
        terms(
                farmer,
                moment,
                "order by case when t.validFrom <= :moment then 0 else 1 end,"
                    + " case when t.validFrom <= :moment then -t.id else t.id end limit 1")
            .getSingleResultOrNull());
  }

  /** Read by Hibernate. */
  @RegisterForReflection
  record With(UUID farmer, UUID pooler) {}

  /** By farmer, all poolers that it was with, in the order in which it first came to them. */
  Map<UUID, List<UUID>> poolers(List<UUID> farmers) {
    return getEntityManager()
        .createQuery(
            "select farmerId, poolerId from FarmerTermsEntity where farmerId in :farmers"
                + " group by farmerId, poolerId order by min(id)",
            With.class)
        .setParameter("farmers", farmers)
        .getResultList()
        .stream()
        .collect(
            Collectors.groupingBy(
                With::farmer, Collectors.mapping(With::pooler, Collectors.toList())));
  }

  /** All that anybody was ever promised, in the order in which it first was. */
  List<FarmerTerms.Share> shares() {
    return getEntityManager()
        .createQuery(
            "select poolerId, shareBasisPoints from FarmerTermsEntity"
                + " group by poolerId, shareBasisPoints order by min(id)",
            FarmerTerms.Share.class)
        .getResultList();
  }

  /** Those that come into force after it, in the order of their time. */
  List<Terms> after(UUID farmer, Instant moment) {
    return terms(
            farmer,
            moment,
            "and t.validFrom > :moment and not exists (select 1 from FarmerTermsEntity n"
                + " where n.farmerId = t.farmerId and n.id > t.id and n.validFrom <= t.validFrom)"
                + " order by t.validFrom, t.id")
        .getResultList();
  }

  /** Whether the pooler has less than this share of any of them then. */
  boolean anyHasLess(List<UUID> farmers, int shareBasisPoints, Instant moment) {
    return getEntityManager()
        .createNamedQuery("FarmerTerms.anyHasLess", Boolean.class)
        .setParameter("farmers", farmers.toArray(UUID[]::new))
        .setParameter("moment", moment)
        .setParameter("share", shareBasisPoints)
        .getSingleResult();
  }

  /** How many rows were added: one for each of them. */
  int add(List<UUID> farmers, Terms terms, boolean joins) {
    return getEntityManager()
        .createNamedQuery("FarmerTerms.add")
        .setParameter("farmers", farmers.toArray(UUID[]::new))
        .setParameter("pooler", terms.pooler())
        .setParameter("joins", joins)
        .setParameter("share", terms.shareBasisPoints())
        .setParameter("validFrom", terms.validFrom())
        .setParameter("announcedAt", terms.announcedAt())
        .setParameter("by", terms.by())
        .setParameter("why", terms.why())
        .executeUpdate();
  }

  /** Of a registration that lapses. */
  void remove(UUID farmer) {
    delete("farmerId", farmer);
  }
}
