package org.kalepool.lab.plan;

/**
 * Where a plan falls short of D1, in parts for one pail; together they are all of it.
 *
 * @param notFound zeros that the hashes of the block could have brought, had luck been spread
 *     evenly
 * @param notSent zeros found but not sent, or sent too late to replace an earlier work
 * @param gap ledgers between the work that counts and the last one before the next block
 * @param late pails without any work in time
 */
record Losses(double notFound, double notSent, double gap, double late) {
  static final Losses NONE = new Losses(0, 0, 0, 0);

  Losses plus(Losses other) {
    return new Losses(
        notFound + other.notFound, notSent + other.notSent, gap + other.gap, late + other.late);
  }

  Losses times(double factor) {
    return new Losses(notFound * factor, notSent * factor, gap * factor, late * factor);
  }
}
