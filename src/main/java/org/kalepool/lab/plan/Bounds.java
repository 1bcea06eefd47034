package org.kalepool.lab.plan;

import java.util.HashMap;
import java.util.Map;
import org.kalepool.kale.Block;
import org.kalepool.work.plan.Forecast;
import org.kalepool.work.plan.Spread;

/**
 * What no plan can be expected to exceed, in parts for one pail (gap, stake and zeros earn up to
 * one part each).
 *
 * <p><b>D1.</b> The zeros of the best plan whose hashes are bounded only in expectation, by all
 * that the block has room for from its opening to the next one's, with that moment foreseen; the
 * gap of a work that lands in the last ledger before it. No plan that learns as it goes expects
 * more: the bound on what the pool hashes holds for it in every case and so in expectation; among
 * plans bounded in expectation, the price of a hash being the same everywhere, the best goes on
 * with a farmer exactly while one more hash gains more than that price, which is {@link
 * Forecast#scoredZeros}; knowing more (the opening) does not lower what can be reached; and gap and
 * zeros each are at most what is counted here. It cannot be reached: luck in one block cannot be
 * spent in another, and the opening is not foreseen.
 *
 * <p><b>D1S.</b> D1's zeros, but the one work is sent without foresight, as well as can be: the
 * best stopping rule at ledger closes, knowing the true chances of the ledgers' pace, of landing
 * and of the opening, but not what they will be. A second send can do better than this, as it
 * insures a later and riskier one; D1 holds nevertheless.
 */
final class Bounds {
  /** Earlier than that before the due time it is never better to send than to wait. */
  private static final int LOOK_BACK = 75;

  private final NetworkModel model;
  private final double[][] opensLater;

  Bounds(NetworkModel model) {
    this.model = model;
    int ledgers = LOOK_BACK + model.openingDelay().largest() + model.landing().largest() + 2;
    double[][] dueIn = dueIn(model.ledgerSeconds(), ledgers);
    this.opensLater = new double[LOOK_BACK + 1][ledgers];
    for (int left = 1; left <= LOOK_BACK; left++) {
      for (int ahead = 0; ahead < ledgers; ahead++) {
        for (int due = 1; due < ledgers; due++) {
          opensLater[left][ahead] +=
              dueIn[left][due] * (ahead < due ? 1 : model.openingDelay().beyond(ahead - due));
        }
      }
    }
  }

  /** D1's part for the zeros of every farmer. */
  static double zeros(Block block, Timing timing, double rate, int farmers) {
    double each = rate * timing.duration() / farmers;
    int min = (int) block.minZeros();
    int max = (int) block.maxZeros();
    return Forecast.scoredZeros(each, min, max) / Math.max(max - min, 1);
  }

  static double gapPart(Block block, int gap) {
    double above = Math.clamp(gap, block.minGap(), block.maxGap()) - block.minGap();
    return above / Math.max(block.maxGap() - block.minGap(), 1);
  }

  /** D1 for a pail, with the gap foreseen. */
  static double foreseen(Block block, Timing timing, int planted, double zerosAndStake) {
    return zerosAndStake + gapPart(block, timing.opening() - 1 - planted);
  }

  /** D1S for a pail. */
  double unforeseen(Block block, Timing timing, int planted, double zerosAndStake) {
    int ledger = planted;
    while (Timing.INTERVAL - timing.close(ledger) > LOOK_BACK) {
      ledger++;
    }
    return new Stopping(block, planted, zerosAndStake)
        .worth(Timing.INTERVAL - timing.close(ledger), ledger);
  }

  /** By seconds left: the chances that the first ledger at the due time or later is the nth. */
  private static double[][] dueIn(Spread pace, int ledgers) {
    double[][] chance = new double[LOOK_BACK + 1][ledgers];
    for (int left = 1; left <= LOOK_BACK; left++) {
      for (int step = 1; step <= pace.largest(); step++) {
        if (step >= left) {
          chance[left][1] += pace.at(step);
        } else {
          for (int due = 2; due < ledgers; due++) {
            chance[left][due] += pace.at(step) * chance[left - step][due - 1];
          }
        }
      }
    }
    return chance;
  }

  /** When to send the one work of a pail: the best stopping rule, computed backwards. */
  private final class Stopping {
    private final Block block;
    private final int planted;
    private final double rest;
    private final Map<Long, Double> known = new HashMap<>();

    Stopping(Block block, int planted, double rest) {
      this.block = block;
      this.planted = planted;
      this.rest = rest;
    }

    /** With so many seconds left at the close of this ledger. */
    double worth(int left, int ledger) {
      long state = (long) left << 32 | ledger;
      Double found = known.get(state);
      if (found != null) {
        return found;
      }
      double send = 0;
      for (int after = 1; after <= model.landing().largest(); after++) {
        send += model.landing().at(after) * opensLater[left][after] * landed(ledger + after);
      }
      double wait = 0;
      for (int step = 1; step <= model.ledgerSeconds().largest(); step++) {
        double chance = model.ledgerSeconds().at(step);
        if (chance > 0) {
          wait += chance * (step < left ? worth(left - step, ledger + 1) : overdue(0, ledger + 1));
        }
      }
      known.put(state, Math.max(send, wait));
      return Math.max(send, wait);
    }

    /** After so many ledgers that could have opened the next block, with one more closing now. */
    private double overdue(int past, int ledger) {
      double reached = model.openingDelay().beyond(past - 1);
      double still = model.openingDelay().beyond(past);
      if (still <= 0) {
        return 0;
      }
      double send = 0;
      for (int after = 1; after <= model.landing().largest(); after++) {
        double inTime = model.openingDelay().beyond(past + after) / still;
        send += model.landing().at(after) * inTime * landed(ledger + after);
      }
      return still / reached * Math.max(send, overdue(past + 1, ledger + 1));
    }

    private double landed(int ledger) {
      return rest + gapPart(block, ledger - planted);
    }
  }
}
