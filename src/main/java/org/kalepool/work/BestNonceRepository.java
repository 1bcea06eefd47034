package org.kalepool.work;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.kale.Hash;

/** The table {@code best_nonces}: the miner's memory. */
@Singleton
class BestNonceRepository
    implements PanacheRepositoryBase<BestNonceEntity, BestNonceEntity.Key>, KeptNonces {
  private final Clock clock;

  BestNonceRepository(Clock clock) {
    this.clock = clock;
  }

  /** A find and whose it is. */
  @RegisterForReflection
  record Kept(UUID farmer, BigDecimal nonce, Hash hash) {
    Find find() {
      return new Find(nonce.toBigIntegerExact().longValue(), hash);
    }
  }

  @Override
  @Transactional
  public void keep(long index, Map<UUID, List<Find>> finds) {
    List<UUID> farmers = new ArrayList<>();
    List<Find> all = new ArrayList<>();
    finds.forEach(
        (farmer, each) -> {
          farmers.addAll(Collections.nCopies(each.size(), farmer));
          all.addAll(each);
        });
    getEntityManager()
        .createNamedQuery("BestNonce.keep")
        .setParameter("block", index)
        .setParameter("now", clock.instant())
        .setParameter("farmers", farmers.toArray(UUID[]::new))
        .setParameter(
            "nonces",
            all.stream().map(it -> Long.toUnsignedString(it.nonce())).toArray(String[]::new))
        .setParameter("hashes", all.stream().map(it -> it.hash().hex()).toArray(String[]::new))
        .setParameter("zeros", all.stream().map(Find::zeros).toArray(Integer[]::new))
        .executeUpdate();
  }

  @Override
  public Map<UUID, List<Find>> kept(long index, Collection<UUID> farmers) {
    return getEntityManager()
        .createNamedQuery("BestNonce.kept", Kept.class)
        .setParameter("block", index)
        .setParameter("farmers", farmers.toArray(UUID[]::new))
        .getResultList()
        .stream()
        .collect(
            Collectors.groupingBy(
                Kept::farmer, Collectors.mapping(Kept::find, Collectors.toList())));
  }

  /** Forgets blocks that can no longer be worked. */
  @Transactional
  void forgetBefore(long index) {
    delete("blockIndex < ?1", index);
  }
}
