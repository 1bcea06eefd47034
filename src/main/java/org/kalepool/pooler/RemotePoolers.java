package org.kalepool.pooler;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.kalepool.db.RandomId;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.Transactions;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * What operators do about poolers on machines of their own, each in the caller's database
 * transaction.
 */
@Singleton
public final class RemotePoolers {
  private final PoolerRepository repository;
  private final PoolerKeys keys;
  private final Clock clock;
  private final RandomGenerator random;
  private final Signer signer;
  private final Event<PoolerChanged> changed;
  private final Bonds bonds;
  private final Transactions transactions;

  RemotePoolers(
      PoolerRepository repository,
      PoolerKeys keys,
      Clock clock,
      RandomGenerator random,
      Signer signer,
      Event<PoolerChanged> changed,
      Bonds bonds,
      Transactions transactions) {
    this.repository = repository;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
    this.signer = signer;
    this.changed = changed;
    this.bonds = bonds;
    this.transactions = transactions;
  }

  /**
   * A pooler to be.
   *
   * @param wallet an account whose key the pool does not have
   * @param maxDebt what it may owe and have at stake together
   */
  public record Newcomer(
      String name, Address wallet, int shareBasisPoints, int maxFarmers, Kale maxDebt) {}

  /**
   * A pooler that was made.
   *
   * @param key to be shown once
   */
  public record Made(UUID id, String key) {
    @Override
    public String toString() {
      return "Made[id=" + id + "]";
    }
  }

  /**
   * Makes a pooler.
   *
   * @throws ProblemException if there is one of this name or wallet, or the wallet is the pool's
   */
  public Made make(Newcomer newcomer) {
    if (signer.holds(newcomer.wallet())) {
      throw ProblemException.invalid(
          "wallet", "belongs to the pool; name the pooler's own account");
    }
    repository.lockTable();
    if (repository.count("name", newcomer.name()) > 0) {
      throw new ProblemException(ProblemKind.CONFLICT, "There is a pooler of this name.");
    }
    if (repository.count("wallet", newcomer.wallet()) > 0) {
      throw new ProblemException(ProblemKind.CONFLICT, "There is a pooler with this wallet.");
    }
    UUID id = RandomId.of(random);
    repository.persistAndFlush(new PoolerEntity(id, newcomer, clock.instant()));
    return new Made(id, keys.rotate(id));
  }

  /**
   * A new key for a pooler; the one before is worthless at once.
   *
   * @throws ProblemException if it is the own one, which has none
   */
  public String rotateKey(UUID pooler) {
    notOwn(pooler, "needs no key");
    changed.fire(new PoolerChanged(pooler, true));
    return keys.rotate(pooler);
  }

  /** Under the lock that the return is asked for under. */
  private boolean bondGoesBack(UUID pooler) {
    repository.lockPlaces(pooler);
    return bonds.of(pooler).filter(bond -> transactions.busy(bond.account())).isPresent();
  }

  private void notOwn(UUID pooler, String why) {
    if (repository.count("id = ?1 and own", pooler) > 0) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "The pool's own pooler is in this process and " + why + ".");
    }
  }

  /**
   * Lets a pooler run out, so that it takes no farmers and nothing is planted for it while what is
   * planted is worked and harvested, or lets it go on.
   *
   * @return false, changing nothing, if that was so already
   * @throws ProblemException if it is the own one, or its bond is on the way back
   */
  public boolean setActive(UUID pooler, boolean active) {
    notOwn(pooler, "goes on: to rest it, pause the hashing; for no new farmers, set max_farmers");
    if (active && bondGoesBack(pooler)) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "The pooler's bond is on its way back: try again in a minute.");
    }
    boolean news =
        repository.update("active = ?1 where id = ?2 and active <> ?1", active, pooler) > 0;
    if (news) {
      changed.fire(new PoolerChanged(pooler, false));
    }
    return news;
  }
}
