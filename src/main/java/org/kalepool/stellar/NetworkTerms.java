package org.kalepool.stellar;

import org.kalepool.kale.Xlm;

/**
 * What the network charges and allows, as read from it.
 *
 * @param baseReserve one reserve unit; an account needs two, a trustline one more
 * @param ledgerSeconds recent mean time between ledgers, seconds
 * @param minTemporaryTtl ledgers a temporary entry lives at least
 * @param plantFee what a plant is expected to cost now, resource and inclusion fee, opening case
 * @param workFee the same for a work
 * @param harvestFee the same for a harvest
 * @param surge how much of each of these fees a place in a ledger costs now beyond what it did for
 *     most of the last while: what is sent later can be expected not to pay it
 * @param charged what such transactions will be charged most likely, for who asks whether they pay;
 *     the other fees are what an account has to be able to pay
 */
public record NetworkTerms(
    Xlm baseReserve,
    double ledgerSeconds,
    long minTemporaryTtl,
    Xlm plantFee,
    Xlm workFee,
    Xlm harvestFee,
    Xlm surge,
    Charged charged) {
  /**
   * What the pool's own of the last while were charged, with a place in a ledger as it is now; what
   * is expected where none has landed yet.
   *
   * @param plant with a stake
   */
  public record Charged(Xlm plant, Xlm work, Xlm harvest) {}

  /** Of a network whose ledgers cost what they usually do. */
  public NetworkTerms(
      Xlm baseReserve,
      double ledgerSeconds,
      long minTemporaryTtl,
      Xlm plantFee,
      Xlm workFee,
      Xlm harvestFee) {
    this(baseReserve, ledgerSeconds, minTemporaryTtl, plantFee, workFee, harvestFee, Xlm.ZERO);
  }

  /** Of a network of which nothing is known but what it wants beforehand. */
  public NetworkTerms(
      Xlm baseReserve,
      double ledgerSeconds,
      long minTemporaryTtl,
      Xlm plantFee,
      Xlm workFee,
      Xlm harvestFee,
      Xlm surge) {
    this(
        baseReserve,
        ledgerSeconds,
        minTemporaryTtl,
        plantFee,
        workFee,
        harvestFee,
        surge,
        new Charged(plantFee, workFee, harvestFee));
  }

  /** Whether what can wait has nothing to wait for: a surge is less than a tenth of a fee. */
  public boolean calm() {
    return surge.times(10).compareTo(harvestFee) <= 0;
  }

  /** What a work is expected to be charged that is sent minutes from now. */
  public Xlm laterWorkFee() {
    return charged.work().minus(surge);
  }

  /** What a harvest is expected to be charged that is sent minutes from now. */
  public Xlm laterHarvestFee() {
    return charged.harvest().minus(surge);
  }
}
