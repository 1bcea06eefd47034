package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.work.KernelRates;
import org.kalepool.work.WorkStatus;

/** What operators do about this process's hashing: its pause, its threads, its kernel. */
@Path("/api/v1/operator/hashing")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class HashingResource {
  private final OperatorStatus status;
  private final Audit audit;
  private final WorkStatus work;
  private final HashingPause pause;

  HashingResource(OperatorStatus status, Audit audit, WorkStatus work, HashingPause pause) {
    this.status = status;
    this.audit = audit;
    this.work = work;
    this.pause = pause;
  }

  /**
   * The kernels.
   *
   * @param kernel the one in use, {@code none} where nothing hashes
   * @param kernels that can be used, fastest first
   * @param refused the others' names, and why
   */
  @RegisterForReflection
  @Schema(name = "HashingKernels")
  public record Kernels(String kernel, List<Rated> kernels, Map<String, String> refused) {}

  /**
   * A kernel that can be used.
   *
   * @param rate hashes a second of one thread, when it was measured
   * @param inUse whether it is what hashes now
   */
  @RegisterForReflection
  @Schema(name = "HashingKernel")
  public record Rated(String name, double rate, boolean inUse) {}

  @GET
  @Path("/pause")
  @Operation(
      operationId = "previewHashingPause",
      summary = "What a pause of the hashing would cost now")
  public HashingPause.Effect effectOfPause() {
    return pause.effect();
  }

  @POST
  @Path("/pause")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "pauseHashing",
      summary = "Rest from the next batch on, and plant nobody; works already found are still sent")
  public HashingPause.Effect pause(OperatorRequest.Reason body) {
    String why = body.reason();
    return audit.record(
        new Audit.Command("pause-hashing", null, why),
        () -> {
          work.pause();
          return pause.effect();
        });
  }

  @POST
  @Path("/resume")
  @Operation(operationId = "resumeHashing", summary = "Hash again")
  public OperatorStatus.Hashing resume() {
    return resume(null);
  }

  /** The same with the operator's reason. */
  public OperatorStatus.Hashing resume(@Nullable String why) {
    return change(new Audit.Command("resume-hashing", null, why), work::resume);
  }

  @PUT
  @Path("/threads")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setHashingThreads",
      summary = "Go on with another number of threads, until the next start")
  public OperatorStatus.Hashing threads(OperatorRequest.Threads body) {
    return threads(body, null);
  }

  /** The same with the operator's reason. */
  public OperatorStatus.Hashing threads(OperatorRequest.Threads body, @Nullable String why) {
    int count = body.threads();
    return change(
        new Audit.Command("hashing-threads", null, count + (why == null ? "" : ": " + why)),
        () -> work.threads(count));
  }

  @GET
  @Path("/kernels")
  @Operation(
      operationId = "listHashingKernels",
      summary = "The kernels that can hash here, fastest first, as a calibration found them")
  public Kernels kernels() {
    KernelRates found = known();
    String now = work.kernel();
    return new Kernels(
        now,
        found.rates().stream()
            .map(it -> new Rated(it.name(), it.hashesPerSecond(), it.name().equals(now)))
            .toList(),
        found.refused());
  }

  @PUT
  @Path("/kernel")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setHashingKernel",
      summary =
          "Go on with another kernel, once it has passed its self-test, until the next start; no"
              + " hash that was found is lost")
  public OperatorStatus.Hashing kernel(OperatorRequest.Kernel body) {
    String name = body.name();
    // Before the database transaction, as it may have to be measured.
    checkKernel(name);
    return change(
        new Audit.Command("hashing-kernel", null, name + ": " + body.reason()), () -> use(name));
  }

  /**
   * Whether there is such a kernel to change to.
   *
   * @throws ProblemException if there is none
   */
  public void checkKernel(String name) {
    known()
        .wrong(name)
        .ifPresent(
            why -> {
              throw ProblemException.invalid("kernel", why);
            });
  }

  private KernelRates known() {
    try {
      return work.kernels();
    } catch (IllegalStateException e) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "No kernel can be chosen: " + e.getMessage());
    }
  }

  private void use(String kernel) {
    try {
      work.kernel(kernel);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("kernel", String.valueOf(e.getMessage()));
    }
  }

  private OperatorStatus.Hashing change(Audit.Command command, Runnable deed) {
    return audit.record(
        command,
        () -> {
          deed.run();
          return status.hashing();
        });
  }
}
