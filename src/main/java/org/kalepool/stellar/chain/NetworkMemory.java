package org.kalepool.stellar.chain;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.KaleNetwork;

/** The table {@code network_memory}. */
@Singleton
public class NetworkMemory implements PanacheRepositoryBase<NetworkMemoryEntity, Boolean> {
  private final Clock clock;

  NetworkMemory(Clock clock) {
    this.clock = clock;
  }

  /**
   * What is remembered.
   *
   * @param asset CODE:ISSUER
   * @param anchorLedger a ledger whose hash is known, null if no node has told one
   * @param ledger the newest ledger that was seen
   * @param closeTime its close time, Unix seconds
   */
  @RegisterForReflection
  public record Remembered(
      String passphrase,
      String contract,
      String asset,
      String assetContract,
      @Nullable Long anchorLedger,
      @Nullable String anchorHash,
      long ledger,
      long closeTime) {

    boolean isOf(KaleNetwork network) {
      return passphrase.equals(network.passphrase())
          && contract.equals(network.contract().text())
          && asset.equals(assetOf(network))
          && assetContract.equals(network.assetContract().text());
    }

    String network() {
      return "\"" + passphrase + "\", contract " + contract + ", asset " + asset;
    }
  }

  static String assetOf(KaleNetwork network) {
    return network.assetCode() + ":" + network.assetIssuer().text();
  }

  @ActivateRequestContext
  public Optional<Remembered> read() {
    return findAll().project(Remembered.class).singleResultOptional();
  }

  /** Whether anything is written down that belongs to one network alone. */
  @ActivateRequestContext
  boolean hasBooks() {
    return getEntityManager()
        .createNamedQuery("NetworkMemory.hasBooks", Boolean.class)
        .getSingleResult();
  }

  @Transactional
  void remember(KaleNetwork network, @Nullable Anchor anchor, long ledger, long closeTime) {
    getEntityManager()
        .createNamedQuery("NetworkMemory.remember")
        .setParameter("passphrase", network.passphrase())
        .setParameter("contract", network.contract().text())
        .setParameter("asset", assetOf(network))
        .setParameter("assetContract", network.assetContract().text())
        .setParameter("anchorLedger", anchor == null ? null : anchor.ledger())
        .setParameter("anchorHash", anchor == null ? null : anchor.hash())
        .setParameter("ledger", ledger)
        .setParameter("closeTime", closeTime)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /** A ledger and its hash. */
  record Anchor(long ledger, String hash) {}

  @Transactional
  void anchor(Anchor anchor) {
    update("anchorLedger = ?1, anchorHash = ?2", anchor.ledger(), anchor.hash());
  }

  /** Notes how far the network has been followed; never backwards. */
  @Transactional
  void followed(long ledger, long closeTime) {
    update(
        "ledger = ?1, closeTime = ?2, notedAt = ?3 where ledger < ?1",
        ledger,
        closeTime,
        clock.instant());
  }
}
