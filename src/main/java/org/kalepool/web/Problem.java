package org.kalepool.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param type a URN made of the code
 * @param instance the path that was asked for
 * @param code stable, see {@link ProblemKind}
 * @param errors what is wrong with which field, null where no field is at fault
 * @param id finds the failure in the log, null where nothing was logged
 * @param error the detail once more, where wallets look for it (SEP-10); null everywhere else
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem")
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @Schema(ref = "ProblemCode") String code,
    @Nullable List<ProblemException.FieldError> errors,
    @Nullable String id,
    @Nullable String error) {
  /** Whose errors have the form of SEP-10, too. */
  private static final String WEB_AUTH = "/auth";

  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(ProblemKind kind, String detail, String instance) {
    return of(kind, detail, instance, List.of(), null);
  }

  static Problem of(
      ProblemKind kind,
      String detail,
      String instance,
      List<ProblemException.FieldError> errors,
      @Nullable String id) {
    return new Problem(
        "urn:kale-pool:problem:" + kind.code(),
        kind.title(),
        kind.status(),
        detail,
        instance,
        kind.code(),
        errors.isEmpty() ? null : errors,
        id,
        instance.equals(WEB_AUTH) ? detail : null);
  }
}
