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
 * of stopped ones are paid, and their lives are extended. Pure functions of what was read.
 *
 * @param settleAfter ledgers from one settlement to the next
 * @param settleLeast the pool's share for which it is worth a transaction
 * @param liveBelow a vault with fewer ledgers to live is extended
 */
record CarePlan(long settleAfter, Kale settleLeast, long liveBelow) {

  /**
   * What is to be done.
   *
   * @param settle those whose gain is worth it, and those that are archived: settling brings them
   *     back
   * @param cover those whose cover is due
   * @param extend those that live and will not for long
   * @param archived how many are archived
   */
  record Care(List<Vault> settle, List<Vault> cover, List<Vault> extend, int archived) {
    Care {
      settle = List.copyOf(settle);
      cover = List.copyOf(cover);
      extend = List.copyOf(extend);
    }
  }

  /**
   * @param states of those that are there
   */
  Care decide(List<Vault> vaults, Map<Address, VaultState> states) {
    List<Vault> settle = new ArrayList<>();
    List<Vault> cover = new ArrayList<>();
    List<Vault> extend = new ArrayList<>();
    int archived = 0;
    for (Vault vault : vaults) {
      VaultState state = states.get(vault.address());
      if (state == null) {
        continue;
      }
      if (state.liveUntil() < state.ledger()) {
        archived++;
        settle.add(vault);
        continue;
      }
      if (coverIsDue(state)) {
        cover.add(vault);
      } else if (isToSettle(vault, state)) {
        settle.add(vault);
      }
      if (state.liveUntil() - state.ledger() < liveBelow) {
        extend.add(vault);
      }
    }
    return new Care(settle, cover, extend, archived);
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
