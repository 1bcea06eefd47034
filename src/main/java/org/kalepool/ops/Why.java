package org.kalepool.ops;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.kalepool.web.Checks;

/** An operator's reason, which is recorded. */
@NotBlank(message = Checks.MISSING)
@Size(max = 500, message = "must have at most {max} characters")
@Target(FIELD)
@Retention(RUNTIME)
@Constraint(validatedBy = {})
@interface Why {
  /** Not used: the rules' own say it. */
  String message() default Checks.MISSING;

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};
}
