package org.kalepool.lab.plan;

/** One farmer is mined until its first hash of a fixed difficulty, which is sent; then the next. */
final class OneAfterAnother implements Strategy {
  private static final int DIFFICULTY = 6;

  private int turn;
  private double hitAt;

  @Override
  public String name() {
    return "first hit of difficulty 6, one after another";
  }

  @Override
  public void begin(BlockRun run) {
    turn = 0;
    hitAt = run.random.untilHit(DIFFICULTY, run.rate);
  }

  @Override
  public void mine(BlockRun run, double from, double to) {
    while (turn < run.farmers.size() && hitAt < to) {
      PoolFarmer farmer = run.farmers.get(turn);
      farmer.found(run.random.zerosOfHit(DIFFICULTY));
      run.send(farmer, farmer.best());
      turn++;
      hitAt += run.random.untilHit(DIFFICULTY, run.rate);
    }
  }
}
