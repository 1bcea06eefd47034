package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.ops.HashingPause;
import org.kalepool.ops.OperatorRequest;
import org.kalepool.ops.OperatorResource;
import org.kalepool.pages.OperatorCommand.Field;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;

/** What operators do about the pool as a whole. */
@Singleton
final class PoolCommands implements CommandSource {
  private static final String HASHING = "/operator/hashing";
  private static final String HOME = "/operator";

  private final OperatorResource pool;
  private final CommandBodies bodies;

  PoolCommands(OperatorResource pool, CommandBodies bodies) {
    this.pool = pool;
    this.bodies = bodies;
  }

  @Override
  public List<OperatorCommand> commands() {
    return List.of(
        new OperatorCommand(
            "pause-hashing",
            "Pause the hashing",
            OperatorRole.OPERATOR,
            false,
            HASHING,
            List.of(),
            _ -> List.of(cost(pool.effectOfPause()), "Works already found are still sent."),
            given -> {
              pool.pause(reason(given));
              return Result.said("The hashing is paused, and nobody is planted until it goes on");
            }),
        new OperatorCommand(
            "resume-hashing",
            "Resume the hashing",
            OperatorRole.OPERATOR,
            false,
            HASHING,
            List.of(),
            _ -> List.of("The threads hash again at once, and farmers are planted again."),
            given -> {
              pool.resume(reason(given).reason());
              return Result.said("The hashing goes on");
            }),
        new OperatorCommand(
            "threads",
            "Change the threads",
            OperatorRole.OPERATOR,
            false,
            HASHING,
            List.of(
                new Field(
                    "threads",
                    "Threads that hash",
                    "Until the next start; then the setting counts.",
                    "number",
                    "",
                    List.of(),
                    true)),
            given -> {
              threads(given);
              return List.of(
                  "The hashing goes on with "
                      + given.value("threads")
                      + " threads in place of "
                      + pool.status().hashing().threads()
                      + ", until the next start.");
            },
            given -> {
              var now = pool.threads(threads(given), reason(given).reason());
              return Result.said("The hashing goes on with " + now.threads() + " threads");
            }),
        new OperatorCommand(
            "reconcile",
            "Compare all books with the chain",
            OperatorRole.OPERATOR,
            true,
            HOME,
            List.of(),
            _ ->
                List.of(
                    "Every farmer's books are compared with the chain now, which takes some seconds"
                        + " for a thousand farmers. Whose books differ is held back."),
            given -> {
              var done = pool.reconcile(reason(given).reason());
              return Result.said(
                  done.reconciled()
                      ? "The books of all "
                          + Figures.count(done.farmers())
                          + " farmers agree with the chain"
                          + pending(done.pending())
                      : "Books and chain differ by "
                          + Figures.exact(done.difference())
                          + " in all"
                          + pending(done.pending())
                          + "; the first page names the farmers");
            }),
        new OperatorCommand(
            "rotate-keys",
            "Wrap all keys anew",
            OperatorRole.ADMIN,
            true,
            HOME,
            List.of(),
            _ ->
                List.of(
                    "Every wallet's data key is wrapped by the current key-encryption key. It can"
                        + " be interrupted and done again. Backups made before still need the old"
                        + " key."),
            given -> {
              int wallets = pool.rotate(reason(given).reason()).wallets();
              return Result.said(
                  Figures.count(wallets)
                      + (wallets == 1 ? " key was" : " keys were")
                      + " wrapped anew");
            }));
  }

  private static String pending(int pending) {
    return pending == 0 ? "" : ", " + pending + " could not be compared now";
  }

  private static String cost(HashingPause.Effect effect) {
    String then = effect.notPlanted() + " active farmers are not planted until it goes on.";
    if (effect.withoutHash() == 0) {
      return effect.planted() == 0
          ? "Nothing is at stake in the running block. " + then
          : "All " + effect.planted() + " stakes in the running block have a hash. " + then;
    }
    return effect.withoutHash()
        + " of "
        + effect.planted()
        + " stakes in the running block have no hash yet. Their "
        + Figures.amount(effect.stakeAtRisk())
        + " KALE are lost, and owed by the pooler, unless the hashing goes on in time. "
        + then;
  }

  private OperatorRequest.Reason reason(Given given) {
    return bodies.of(given).as(OperatorRequest.Reason.class);
  }

  private OperatorRequest.Threads threads(Given given) {
    return bodies.bare(given).number("threads").as(OperatorRequest.Threads.class);
  }
}
