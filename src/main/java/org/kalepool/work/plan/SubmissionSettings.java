package org.kalepool.work.plan;

import org.kalepool.kale.Xlm;

/**
 * What an operator may say about sending works.
 *
 * @param insuranceAge seconds into the block from which a stake is insured; late, since an early
 *     work becomes the next block's minimum
 * @param insureWithoutStake whether farmers without a stake are insured as well
 * @param outageRate the chance that the pool cannot send its final works, which insurance is for
 * @param xlmPerKale price of one KALE in XLM; 0: a second work is always worth its fee
 * @param workFee what one work costs
 * @param maxSends the most works sent for one farmer in one block, not counting further ones as
 *     long as none has landed or is on its way
 */
public record SubmissionSettings(
    int insuranceAge,
    boolean insureWithoutStake,
    double outageRate,
    double xlmPerKale,
    Xlm workFee,
    int maxSends) {
  /**
   * @throws IllegalArgumentException if a setting is out of range
   */
  public SubmissionSettings {
    if (insuranceAge < 0 || !(outageRate >= 0 && outageRate <= 1)) {
      throw new IllegalArgumentException("insurance age " + insuranceAge + " s, " + outageRate);
    }
    if (!(xlmPerKale >= 0) || workFee.isNegative() || maxSends < 1) {
      throw new IllegalArgumentException(
          "price " + xlmPerKale + ", fee " + workFee + ", sends " + maxSends);
    }
  }

  /** Insured at 200 s, a second work always worth its fee. */
  public static SubmissionSettings defaults() {
    return new SubmissionSettings(200, false, 0.0005, 0, Xlm.ofStroops(13_692), 4);
  }

  /** The same, but without insurance before the final works' time. */
  public SubmissionSettings withInsuranceAge(int seconds) {
    return new SubmissionSettings(
        seconds, insureWithoutStake, outageRate, xlmPerKale, workFee, maxSends);
  }

  /** The same at another price of one KALE. */
  public SubmissionSettings withPrice(double price) {
    return new SubmissionSettings(
        insuranceAge, insureWithoutStake, outageRate, price, workFee, maxSends);
  }

  /** The same with another limit of sends. */
  public SubmissionSettings withMaxSends(int sends) {
    return new SubmissionSettings(
        insuranceAge, insureWithoutStake, outageRate, xlmPerKale, workFee, sends);
  }
}
