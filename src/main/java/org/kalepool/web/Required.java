package org.kalepool.web;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A field that a request must have. */
@NotNull(message = Checks.MISSING)
@Target(FIELD)
@Retention(RUNTIME)
@Constraint(validatedBy = {})
public @interface Required {
  /** Not used: the rule's own says it. */
  String message() default Checks.MISSING;

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};
}
