package org.kalepool.lab.plan;

/** Every farmer gets the same number of hashes until 240 s; then all send their best. */
final class EqualShares implements Strategy {
  private static final int SEND_AT = 240;

  @Override
  public String name() {
    return "equal shares, sent at 240 s";
  }

  @Override
  public void mine(BlockRun run, double from, double to) {
    if (from <= SEND_AT && SEND_AT < to) {
      double each = run.rate * SEND_AT / run.farmers.size();
      for (PoolFarmer farmer : run.farmers) {
        farmer.found(run.random.bestOf(each));
        run.send(farmer, farmer.best());
      }
    }
  }
}
