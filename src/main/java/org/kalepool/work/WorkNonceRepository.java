package org.kalepool.work;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import org.kalepool.work.ToldNonces.Told;

/** The table {@code work_nonces}. */
@Singleton
class WorkNonceRepository implements PanacheRepositoryBase<WorkNonceEntity, WorkNonceEntity.Key> {
  private final Clock clock;

  WorkNonceRepository(Clock clock) {
    this.clock = clock;
  }

  /** Keeps those of works that this pool has not sent; of two at once the first stays. */
  @Transactional
  void keep(long block, List<Told> told) {
    for (Told one : told) {
      getEntityManager()
          .createNamedQuery("WorkNonce.keep")
          .setParameter("farmer", one.farmer())
          .setParameter("block", block)
          .setParameter("zeros", one.hash().zeros())
          .setParameter("nonce", new BigDecimal(new BigInteger(Long.toUnsignedString(one.nonce()))))
          .setParameter("hash", one.hash().hex())
          .setParameter("now", clock.instant())
          .executeUpdate();
    }
  }
}
