package org.kalepool.remote;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.util.UUID;

/** The table {@code work_reports}. Writes join the caller's transaction. */
@Singleton
class WorkReportRepository
    implements PanacheRepositoryBase<WorkReportEntity, WorkReportEntity.Key> {
  private final Clock clock;

  WorkReportRepository(Clock clock) {
    this.clock = clock;
  }

  /** Takes the place of what was said before of the same pail. */
  void say(UUID pooler, long block, ReportRequest.Result result) {
    BigInteger nonce = result.nonce();
    getEntityManager()
        .createQuery(
            "insert into WorkReportEntity (farmerId, blockIndex, poolerId, success, nonce, hash,"
                + " zeros, gap, transactionHash, error, compensationRequired, at)"
                + " values (:farmer, :block, :pooler, :success, :nonce, :hash, :zeros, :gap,"
                + " :transaction, :error, :compensation, :now)"
                + " on conflict (farmerId, blockIndex) do update set poolerId = excluded.poolerId,"
                + " success = excluded.success, nonce = excluded.nonce, hash = excluded.hash,"
                + " zeros = excluded.zeros, gap = excluded.gap,"
                + " transactionHash = excluded.transactionHash, error = excluded.error,"
                + " compensationRequired = excluded.compensationRequired, at = excluded.at,"
                + " falseClaim = null")
        .setParameter("farmer", result.farmer())
        .setParameter("block", block)
        .setParameter("pooler", pooler)
        .setParameter("success", result.succeeded())
        .setParameter("nonce", nonce == null ? null : new BigDecimal(nonce))
        .setParameter("hash", result.hash())
        .setParameter("zeros", result.zeros())
        .setParameter("gap", result.gap())
        .setParameter("transaction", result.workTxHash())
        .setParameter("error", result.error())
        .setParameter("compensation", Boolean.TRUE.equals(result.compensationRequired()))
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /** Holds what was said of blocks whose work is over against what the chain has. */
  void judge() {
    getEntityManager().createNamedQuery("WorkReport.judge").executeUpdate();
  }

  /** What was right is forgotten, what was not stays in the pooler's record. */
  void forgetTrueBefore(long block) {
    delete("blockIndex < ?1 and falseClaim = false", block);
  }
}
