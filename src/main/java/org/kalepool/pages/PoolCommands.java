package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.ops.OperatorRequest;
import org.kalepool.ops.OperatorResource;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;

/** What operators do about the pool as a whole. */
@Singleton
final class PoolCommands implements CommandSource {
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

  private OperatorRequest.Reason reason(Given given) {
    return bodies.of(given).as(OperatorRequest.Reason.class);
  }
}
