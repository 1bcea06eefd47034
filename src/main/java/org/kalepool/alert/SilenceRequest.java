package org.kalepool.alert;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.web.Checks;
import org.kalepool.web.Required;
import org.kalepool.web.Within;

/** For how long nothing more is told of an incident, and why. */
@RegisterForReflection
@Schema(name = "SilenceRequest")
public record SilenceRequest(
    @Schema(description = "From now on; 0 ends the silence")
        @Required
        @Within(min = 0, max = SilenceRequest.LONGEST)
        Integer minutes,
    @Schema(description = "For the record")
        @NotBlank(message = Checks.MISSING)
        @Size(max = 500, message = "must have at most {max} characters")
        String why) {
  /** Four weeks. */
  static final int LONGEST = 40_320;
}
