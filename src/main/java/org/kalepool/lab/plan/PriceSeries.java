package org.kalepool.lab.plan;

import java.util.Arrays;
import org.kalepool.kale.Price;

/**
 * A made series of prices, one for every 300 s: a walk that is drawn back to where it began, with
 * crashes that last for days and spikes that are over in hours.
 */
final class PriceSeries {
  static final int A_DAY = 288;

  private static final int PRICES = 6;

  /** Of a step, and how much of the way back is gone with each. */
  private static final double NOISE = 0.004;

  private static final double HOME = 1.0 / (20 * A_DAY);

  private static final double CRASHES_A_DAY = 1.0 / 40;
  private static final double SPIKES_A_DAY = 1.0 / 25;
  private static final double SPIKE_FADES = 0.97;
  private static final double JUMPS = 0.1;
  private static final double WIDEST_JUMP = 20;

  private final double[] prices;

  /** Chance that the price is a new one with each step, and the mean of new ones. */
  private final double jumps;

  private final double mean;

  private PriceSeries(double[] prices, double jumps, double mean) {
    this.prices = prices;
    this.jumps = jumps;
    this.mean = mean;
  }

  /**
   * @param around XLM for one KALE
   */
  static PriceSeries of(double around, int days, long seed) {
    SeededRandom random = SeededRandom.of(seed, 0, PRICES);
    double[] prices = new double[days * A_DAY + 2];
    double walk = 0;
    double spike = 0;
    for (int step = 0; step < prices.length; step++) {
      double noise = 0;
      for (int i = 0; i < 12; i++) {
        noise += random.uniform(-0.5, 0.5);
      }
      walk += NOISE * noise - HOME * walk;
      if (random.chance(CRASHES_A_DAY / A_DAY)) {
        walk -= random.uniform(0.7, 1.8);
      }
      if (random.chance(SPIKES_A_DAY / A_DAY)) {
        spike += random.uniform(0.5, 2);
      }
      spike *= SPIKE_FADES;
      prices[step] = around * Math.exp(walk + spike);
    }
    return new PriceSeries(prices, 0, around);
  }

  /**
   * What no market does: in one block of ten the price jumps to anything between the highest and a
   * twentieth of it. It shows what a price that is learned late costs.
   */
  static PriceSeries jumps(double highest, int days, long seed) {
    SeededRandom random = SeededRandom.of(seed, 0, PRICES);
    double[] prices = new double[days * A_DAY + 2];
    double price = highest;
    for (int step = 0; step < prices.length; step++) {
      price = random.chance(JUMPS) ? random.logUniform(highest / WIDEST_JUMP, highest) : price;
      prices[step] = price;
    }
    double mean = highest * (1 - 1 / WIDEST_JUMP) / Math.log(WIDEST_JUMP);
    return new PriceSeries(prices, JUMPS, mean);
  }

  /** Whether it is one that jumps. */
  boolean jump() {
    return jumps > 0;
  }

  double at(int step) {
    return prices[Math.clamp(step, 0, prices.length - 1)];
  }

  /** What what is earned now will be worth. */
  Price coming(int step) {
    return price(at(step + 1));
  }

  /**
   * The mean of what it will be worth, for who has seen the newest price and knows by what rule it
   * jumps: nobody can reckon with anything better who only knows the past. Where it does not jump
   * that is the newest price.
   */
  Price byTheRule(int step) {
    double stays = Math.pow(1 - jumps, 2);
    return price(stays * at(step - 1) + (1 - stays) * mean);
  }

  private static Price price(double xlm) {
    return Price.ofUnits(Math.max(1, Math.round(xlm * 1e14)));
  }

  /**
   * What a pool decides by: the median of the half hour before, or the last one if it is higher.
   */
  Price known(int step) {
    Price last = price(at(step - 1));
    Price median = median(step);
    return last.compareTo(median) > 0 ? last : median;
  }

  /** The highest of the day before. */
  Price dearest(int step) {
    double highest = 0;
    for (int back = 1; back <= A_DAY && step >= back; back++) {
      highest = Math.max(highest, at(step - back));
    }
    return price(highest);
  }

  private Price median(int step) {
    double[] window = new double[6];
    for (int i = 0; i < window.length; i++) {
      window[i] = at(step - 1 - i);
    }
    Arrays.sort(window);
    return price(window[(window.length - 1) / 2]);
  }
}
