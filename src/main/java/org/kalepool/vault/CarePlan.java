package org.kalepool.vault;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.PoolContracts.VaultState;

/**
 * What vaults need that nobody else sees to: the pool's share of what they gained is taken, covers
 * of stopped ones are paid, and they are kept alive. Pure functions of what was read.
 *
 * @param settleAfter ledgers from one settlement to the next
 * @param settleLeast the pool's share for which it is worth a transaction
 */
record CarePlan(long settleAfter, Kale settleLeast) {

  /**
   * What is to be done.
   *
   * @param settle those whose gain is worth it
   * @param cover those whose cover is due
   * @param keep those that are to live on, the ones that are archived among them
   * @param archived how many are archived
   */
  record Care(List<Vault> settle, List<Vault> cover, List<Vault> keep, int archived) {
    Care {
      settle = List.copyOf(settle);
      cover = List.copyOf(cover);
      keep = List.copyOf(keep);
    }
  }

  /**
   * @param states of those that are there
   */
  Care decide(List<Vault> vaults, Map<Address, VaultState> states) {
    List<Vault> settle = new ArrayList<>();
    List<Vault> cover = new ArrayList<>();
    List<Vault> keep = new ArrayList<>();
    int archived = 0;
    for (Vault vault : vaults) {
      VaultState state = states.get(vault.address());
      if (state == null) {
        continue;
      }
      if (!isDone(state)) {
        keep.add(vault);
      }
      if (state.liveUntil() < state.ledger()) {
        archived++;
        continue;
      }
      if (coverIsDue(state)) {
        cover.add(vault);
      } else if (isToSettle(vault, state)) {
        settle.add(vault);
      }
    }
    return new Care(settle, cover, keep, archived);
  }

  /** Of a stopped one in which nothing is, and of which nothing is due, nobody needs anything. */
  private static boolean isDone(VaultState state) {
    return state.stoppedIn().isPresent() && state.balance().isZero() && state.cover().isZero();
  }

  /** A stopped one is settled when its farmer leaves, and when its owner withdraws. */
  private boolean isToSettle(Vault vault, VaultState state) {
    long last = Math.max(vault.settledIn().orElse(0), vault.madeIn().orElse(0));
    return state.stoppedIn().isEmpty()
        && state.planted()
        && state.ledger() - last >= settleAfter
        && share(state).isPositive()
        && share(state).compareTo(settleLeast) >= 0;
  }

  /** What settling would pay the pool contract, as the vault's contract computes it. */
  static Kale share(VaultState state) {
    Kale gain = state.balance().minus(state.principal()).max(Kale.ZERO);
    Kale repaid = gain.min(state.paid());
    BigInteger share =
        BigInteger.valueOf(gain.minus(repaid).stroops())
            .multiply(BigInteger.valueOf(state.basisPoints()))
            .divide(BigInteger.valueOf(10_000));
    return repaid.plus(Kale.ofStroops(share.longValueExact()));
  }

  /** Where nothing is missing, a claim frees what is reserved. */
  private static boolean coverIsDue(VaultState state) {
    OptionalLong stopped = state.stoppedIn();
    return state.cover().isPositive()
        && stopped.isPresent()
        && state.ledger() - stopped.getAsLong() > state.life();
  }
}
