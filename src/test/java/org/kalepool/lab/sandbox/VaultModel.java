package org.kalepool.lab.sandbox;

/** What a vault should be by docs/contracts.md, and all that has gone in and out; in stroops. */
final class VaultModel {
  final int points;
  long balance;
  long principal;
  long floor;
  long cover;
  long lent;
  long stopped;
  boolean planted;
  long put;
  long cameBack;
  long burnt;
  long withdrawn;
  long gains;
  long fees;
  long paid;
  long repaid;
  long reserved;

  VaultModel(int points) {
    this.points = points;
  }

  /** What of a gain goes to the pool. */
  long settle() {
    if (!planted) {
      principal = balance;
      return 0;
    }
    long gain = balance - principal;
    if (gain <= 0) {
      return 0;
    }
    long back = Math.min(gain, lent);
    long fee = Math.multiplyExact(gain - back, (long) points) / 10_000;
    lent -= back;
    repaid += back;
    gains += gain - back;
    fees += fee;
    balance -= back + fee;
    principal = balance;
    return back + fee;
  }

  void deposit(long amount, long atRisk) {
    balance += amount;
    principal += amount;
    put += amount;
    floor += amount - atRisk;
  }

  void plant(long stake) {
    planted = true;
    balance -= stake;
    burnt += stake;
  }

  void withdraw(long amount) {
    balance -= amount;
    principal -= amount;
    withdrawn += amount;
  }

  /** What the cover pays. */
  long claim() {
    long pays = Math.min(cover, Math.max(0, principal - balance));
    cover = 0;
    lent += pays;
    paid += pays;
    balance += pays;
    return pays;
  }
}
