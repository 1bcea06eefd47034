package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.ops.HashingPause;
import org.kalepool.ops.HashingResource;
import org.kalepool.ops.OperatorRequest;
import org.kalepool.ops.OperatorResource;
import org.kalepool.pages.OperatorCommand.Field;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.OperatorRole;

/** What operators do about the hashing. */
@Singleton
final class HashingCommands implements CommandSource {
  private static final String HASHING = "/operator/hashing";

  private final OperatorResource status;
  private final HashingResource hashing;
  private final CommandBodies bodies;

  HashingCommands(OperatorResource status, HashingResource hashing, CommandBodies bodies) {
    this.status = status;
    this.hashing = hashing;
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
            _ -> List.of(cost(hashing.effectOfPause()), "Works already found are still sent."),
            given -> {
              hashing.pause(reason(given));
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
              hashing.resume(reason(given).reason());
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
                      + status.status().hashing().threads()
                      + ", until the next start.");
            },
            given -> {
              var now = hashing.threads(threads(given), reason(given).reason());
              return Result.said("The hashing goes on with " + now.threads() + " threads");
            }),
        new OperatorCommand(
            "kernel",
            "Change the kernel",
            OperatorRole.OPERATOR,
            false,
            HASHING,
            List.of(
                Field.text(
                    "kernel",
                    "Kernel",
                    "One of those that the page of the hashing lists as usable.")),
            this::change,
            given -> {
              var now = hashing.kernel(kernel(given));
              return Result.said("The hashing goes on with " + now.kernel());
            }));
  }

  private List<String> change(Given given) {
    String name = kernel(given).kernel();
    HashingResource.Kernels known = hashing.kernels();
    hashing.checkKernel(name);
    String speed =
        known.kernels().stream()
            .filter(it -> it.name().equals(name))
            .map(it -> ", measured at " + Figures.hashRate(it.rate()) + " on one thread,")
            .findFirst()
            .orElse("");
    return List.of(
        "%s%s takes the place of %s once it has passed its self-test."
            .formatted(name, speed, known.kernel()),
        "No hash that was found is lost.",
        "It lasts until the next start; then the setting kale.work.kernel counts, or the fastest"
            + " where that is not set.");
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

  private OperatorRequest.Kernel kernel(Given given) {
    return bodies.of(given).text("kernel").as(OperatorRequest.Kernel.class);
  }

  private OperatorRequest.Threads threads(Given given) {
    return bodies.bare(given).number("threads").as(OperatorRequest.Threads.class);
  }
}
