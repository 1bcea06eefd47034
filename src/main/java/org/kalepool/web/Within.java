package org.kalepool.web;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A whole number within bounds, both included. */
@Min(0)
@Max(Long.MAX_VALUE)
@ReportAsSingleViolation
@Target(FIELD)
@Retention(RUNTIME)
@Constraint(validatedBy = {})
public @interface Within {
  /** The least. */
  @OverridesAttribute(constraint = Min.class, name = "value")
  long min();

  /** The most. */
  @OverridesAttribute(constraint = Max.class, name = "value")
  long max();

  /** The rule, to follow the field's name. */
  String message() default "must be {min} to {max}";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};
}
